/** What one gift may come to, given now or planned for each month: 1 yuan to 50,000 yuan. */
export const leastGiftFen = 100
export const mostGiftFen = 5_000_000
