/** What a class of input or output holds, as the plain record it is once it has been checked. */
export type Plain<T> = Pick<T, keyof T>;
