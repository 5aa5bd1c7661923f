/** What people put into texts. Each moves the whole text to UCS-2, where a segment holds 70 characters. */
export const EMOJIS = [
  ...['😀', '😂', '🥰', '😎', '🤔', '😢', '😡', '🥳'],
  ...['👍', '👎', '👋', '🙏', '👏', '💪', '🤝', '✌️'],
  ...['❤️', '🎉', '🔥', '⭐', '✅', '❌', '⏰', '📍'],
  ...['🍕', '☕', '🎂', '🐶', '🐱', '🌈', '👩‍👩‍👧', '🏳️‍🌈'],
];
