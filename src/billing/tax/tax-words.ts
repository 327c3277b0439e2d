/** A tax with its rate as it is written there: `VAT 19 %`; one whose name ends with the rate is not given it twice. */
export function taxWords(name: string, rate: string): string {
  const plain = (text: string): string => text.replace(/\s/g, "").replace(",", ".");
  const end = `${plain(rate)}%`;
  const own = plain(name).replace(/\)$/, "");
  // 19 % is not the end of 119 %.
  const isSaid = own.endsWith(end) && !/[\d.]$/.test(own.slice(0, -end.length));
  return isSaid ? name : `${name} ${rate} %`;
}
