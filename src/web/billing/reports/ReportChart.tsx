import "@mantine/charts/styles.css";
import { BarChart, LineChart } from "@mantine/charts";
import { showPlain } from "#web/ui/show.ts";
import { showCell } from "./cells.ts";
import type { Chart } from "./chart.ts";
import classes from "./ReportChart.module.css";

type ReportChartProps = { chart: Chart; currency: string; /** Pixels. */ height?: number };

/** Pixels of one bar that lies across, with the room around it. */
const acrossPx = 36;

/** The picture of a report. The table beside it says the same exactly, and to those who cannot see it. */
export function ReportChart({ chart, currency, height = 280 }: ReportChartProps) {
  const { form, series, points, kind } = chart;
  const common = {
    data: points,
    dataKey: "name",
    series,
    h: form === "across" ? points.length * acrossPx + 40 : height,
    withLegend: series.length > 1,
    // In the order of the bars, not of the alphabet.
    legendProps: { verticalAlign: "bottom" as const, itemSorter: null },
    valueFormatter: (value: number) =>
      kind === "money"
        ? showCell(String(value), kind, currency)
        : `${showPlain(value)}${kind === "percent" ? " %" : ""}`,
    yAxisProps: {
      width: 64,
      ...(form === "across" ? {} : { tickFormatter: (value: number) => showPlain(value) }),
    },
    tooltipAnimationDuration: 0,
    gridAxis: form === "across" ? ("none" as const) : ("x" as const),
  };
  return (
    <div className={classes.chart} aria-hidden>
      {form === "lines" ? (
        <LineChart {...common} curveType="linear" lineChartProps={{ accessibilityLayer: false }} />
      ) : (
        <BarChart
          {...common}
          type={form === "stacked" ? "stacked" : "default"}
          orientation={form === "across" ? "vertical" : "horizontal"}
          {...(form === "across" && {
            yAxisProps: { width: 150 },
            xAxisProps: { tickFormatter: (value: number) => showPlain(value) },
          })}
          maxBarWidth={36}
          withBarValueLabel={false}
          barProps={{ isAnimationActive: false }}
          barChartProps={{ accessibilityLayer: false, stackOffset: "sign" }}
        />
      )}
    </div>
  );
}
