// The demo shop's own face: a dial that is a crescent, and the moons of a month over the workbench.
const petrol = '#0e5a63';
const night = '#0a3d44';
const paper = '#fbf8f3';
const brass = '#c8963e';

/** 640 × 640, made to be cut round. */
export function drawAvatar(): string {
  const ticks = Array.from({ length: 12 }, (_, hour) => {
    const length = hour % 3 === 0 ? 34 : 20;
    return `<rect x="316" y="92" width="8" height="${length}" rx="4" transform="rotate(${hour * 30} 320 320)"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="640" viewBox="0 0 640 640">
<defs><radialGradient id="g" cx="38%" cy="30%" r="85%"><stop offset="0" stop-color="#17727d"/>
<stop offset="1" stop-color="${night}"/></radialGradient></defs>
<rect width="640" height="640" fill="url(#g)"/>
<circle cx="320" cy="320" r="252" fill="none" stroke="${brass}" stroke-width="10"/>
<g fill="${brass}">${ticks.join('')}</g>
<path d="M360 170a150 150 0 1 0 110 205a122 122 0 1 1-110-205z" fill="${paper}"/>
<g stroke="${paper}" stroke-linecap="round"><path d="M372 300v-76" stroke-width="13"/>
<path d="M372 300l62 36" stroke-width="13"/></g><circle cx="372" cy="300" r="15" fill="${brass}"/>
</svg>`;
}

/** 1600 × 560. */
export function drawCover(): string {
  const phases = [-3, -2, -1, 0, 1, 2, 3];
  const moons = phases.map((phase) => drawMoon(800 + phase * 205, phase));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="560" viewBox="0 0 1600 560">
<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${night}"/>
<stop offset="1" stop-color="${petrol}"/></linearGradient>
<linearGradient id="bench" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#9a6a3f"/>
<stop offset="1" stop-color="#6f4727"/></linearGradient>
<radialGradient id="moon" cx="45%" cy="35%" r="75%"><stop offset="0" stop-color="#fffdf8"/>
<stop offset="1" stop-color="#e6d9bf"/></radialGradient>
<radialGradient id="glow"><stop offset=".35" stop-color="${paper}" stop-opacity=".3"/>
<stop offset="1" stop-color="${paper}" stop-opacity="0"/></radialGradient></defs>
<rect width="1600" height="560" fill="url(#sky)"/>
<g fill="${paper}">${drawStars().join('')}</g>
<path d="M90 250Q800 40 1510 250" fill="none" stroke="${brass}" stroke-opacity=".45" stroke-width="2"/>
${moons.join('\n')}
<rect y="452" width="1600" height="108" fill="url(#bench)"/>
<rect y="452" width="1600" height="6" fill="#b98552"/>
<g fill="none" stroke="#4f3018" stroke-opacity=".35" stroke-width="2">${drawGrain().join('')}</g>
</svg>`;
}

/** A month has seven faces here: a sickle, a half, nearly full, full, and back. */
function drawMoon(x: number, phase: number): string {
  const y = 146 + 12 * phase * phase;
  const radius = 72 - 5 * Math.abs(phase);
  const disc = `<circle cx="${x}" cy="${y}" r="${radius}" fill="${night}" fill-opacity=".75"/>`;
  if (phase === 0) {
    const glow = `<circle cx="${x}" cy="${y}" r="${2 * radius}" fill="url(#glow)"/>`;
    return `${glow}<circle cx="${x}" cy="${y}" r="${radius}" fill="url(#moon)"/>`;
  }
  const bulge = radius * (1 - Math.abs(phase) / 2);
  const isBulging = bulge > 0;
  const lit = phase < 0 ? 1 : 0;
  const arc = `A${radius} ${radius} 0 0 ${lit} ${x} ${y + radius}`;
  const terminator = `A${Math.abs(bulge)} ${radius} 0 0 ${isBulging ? lit : 1 - lit} ${x} ${y - radius}`;
  return `${disc}<path d="M${x} ${y - radius}${arc}${terminator}z" fill="url(#moon)"/>`;
}

/** Stars where the golden angle puts them: scattered, and the same every time. */
function drawStars(): string[] {
  return Array.from({ length: 70 }, (_, i) => {
    const x = Math.round((i * 618.034) % 1600);
    const y = Math.round((i * 137.508) % 430);
    return `<circle cx="${x}" cy="${y}" r="${(0.8 + (i % 4) * 0.45).toFixed(2)}" opacity="${0.25 + (i % 5) * 0.1}"/>`;
  });
}

function drawGrain(): string[] {
  return Array.from({ length: 9 }, (_, i) => {
    const y = 470 + i * 11;
    return `<path d="M0 ${y}C400 ${y - 9 + (i % 3) * 6} 900 ${y + 10 - (i % 4) * 5} 1600 ${y + (i % 2) * 6}"/>`;
  });
}
