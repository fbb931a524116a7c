/** 密码规则 in words, for forms; `new-password` checks it. */
export const PASSWORD_LEAST = 10;
export const PASSWORD_HINT = `至少 ${PASSWORD_LEAST} 位，有字母有数字`;
