/** @param tell hears of each turn: `Turn` of `tools/phone/switchboard/insight.ts`, before it is JSON */
export function telling<Told extends object>(conversation: Told, tell: (turn: object) => void): Told;
