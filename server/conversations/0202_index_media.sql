-- Which files were sent in a conversation: asked before a link to one is given out (owner: conversations). In a text a
-- person wrote, the quotes are escaped, so that nobody writes himself into this index.
create index messages_with_media on messages (conversation_id) where content like '%"media_id":"%';
