// What Node 18 has beyond the compiler's es2022, where es2023 would let newer things through.
interface FromTheEnd<T> {
  findLast(holds: (value: T, index: number) => unknown): T | undefined;
  findLastIndex(holds: (value: T, index: number) => unknown): number;
}
interface ReadonlyArray<T> extends FromTheEnd<T> {}
interface Array<T> extends FromTheEnd<T> {}
