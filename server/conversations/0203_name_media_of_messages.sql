-- The file a message carries, in a column of its own: an index over the content would cost every message a search for
-- what hardly any has (owner: conversations).
alter table messages add column media_id text collate "C";
-- In a text that a person wrote, the quotes are escaped: nobody writes himself into this.
update messages set media_id = substring(content from '"media_id":"(med_[0-9a-z]{26})"')
  where content like '%"media_id":"%';
drop index messages_with_media;
create index messages_by_media on messages (conversation_id, media_id) where media_id is not null;
