using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace SpanLinalg.Latency;

/// <summary>Tables in Markdown, at most 120 columns wide, and the same figures as JSON.</summary>
internal static class Report
{
    public static string Of(IReadOnlyList<Measurement> measurements)
    {
        StringBuilder text = new();
        text.AppendLine(
            $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, "
                + $"{Environment.ProcessorCount} CPUs; the processor has {Instructions()}; "
                + $"median of {measurements.Max(m => m.Runs.Count)} processes"
        );
        text.AppendLine(
            "ask, first, JIT: ms to ask for the workspace, of the first call, of the JIT in it; "
                + "0.1 s: calls up to then, …"
        );
        foreach (IGrouping<Case, Measurement> group in measurements.GroupBy(measurement => measurement.Case))
        {
            text.AppendLine();
            if (group.Any(measurement => measurement.Others is not []))
            {
                AppendRatios(text, [.. group]);
            }
            else if (group.Key.Operation == "request")
            {
                AppendRequests(text, [.. group]);
            }
            else
            {
                AppendCourse(text, [.. group]);
            }
        }
        return text.ToString();
    }

    public static void WriteJson(IEnumerable<Measurement> measurements, string path)
    {
        using FileStream stream = File.Create(path);
        using Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true });
        writer.WriteStartArray();
        foreach (Measurement measurement in measurements)
        {
            WriteRuns(writer, measurement, measurement.Runs, "this");
            WriteRuns(writer, measurement, measurement.Others, "against");
        }
        writer.WriteEndArray();
    }

    private static void AppendCourse(StringBuilder text, IReadOnlyList<Measurement> measurements)
    {
        Table table = new(
            "",
            "ask",
            "first",
            "JIT",
            "methods",
            "0.1 s",
            "0.3 s",
            "0.8 s",
            "2.4 s",
            "end",
            "best",
            "start",
            "bytes"
        );
        Figures[] medians = [.. measurements.Select(measurement => Figures.Median(measurement.Runs))];
        // Whatever takes less than a microsecond in the end has all its times in nanoseconds.
        bool isShort = medians.All(median => median["best_us"] < 1);
        text.AppendLine($"**{measurements[0].Case.Title}**, {(isShort ? "ns" : "µs")} a call");
        text.AppendLine();
        foreach ((Measurement measurement, Figures median) in measurements.Zip(medians))
        {
            string Micro(string name) =>
                median.TryGetValue(name, out double value) ? Number(isShort ? value * 1000 : value) : "";

            table.Add(
                measurement.Mode.Title,
                Milli(median["ask_ms"]),
                Milli(median["first_ms"]),
                Milli(median["first_jit_ms"]),
                Whole(median["first_methods"]),
                Micro("to_0.1_us"),
                Micro("to_0.3_us"),
                Micro("to_0.8_us"),
                Micro("to_2.4_us"),
                Micro("end_us"),
                Micro("best_us"),
                Micro("start_us"),
                $"{Whole(median["first_bytes"])}, {Whole(median["later_bytes"])}"
            );
        }
        table.AppendTo(text);
    }

    private static void AppendRequests(StringBuilder text, IReadOnlyList<Measurement> measurements)
    {
        text.AppendLine($"**{measurements[0].Case.Title}**");
        text.AppendLine();
        Table table = new(
            "",
            "Warmup, ms",
            "first request, ms",
            "methods",
            "median of the first thousand, µs",
            "bytes"
        );
        foreach (Measurement measurement in measurements)
        {
            Figures median = Figures.Median(measurement.Runs);
            table.Add(
                measurement.Mode.Title,
                median.TryGetValue("warmup_ms", out double warmup) ? Number(warmup) : "",
                Number(median["ask_ms"] + median["first_ms"]),
                Whole(median["ask_methods"] + median["first_methods"]),
                Number(median["thousand_us"]),
                $"{Whole(median["first_bytes"])}, {Whole(median["later_bytes"])}"
            );
        }
        table.AppendTo(text);
    }

    /// <summary>
    /// This build over the other one: the median of the ratios of two processes that ran one after the other.
    /// </summary>
    private static void AppendRatios(StringBuilder text, IReadOnlyList<Measurement> measurements)
    {
        text.AppendLine($"**{measurements[0].Case.Title}**");
        text.AppendLine();
        Table table = new("", "figure", "this", "against", "ratio", "ratios");
        foreach (Measurement measurement in measurements)
        {
            string title = measurement.Mode.Title;
            foreach (string name in (string[])["ask_ms", "first_ms", "thousand_us", "start_us", "end_us", "best_us"])
            {
                if (!measurement.Runs[0].ContainsKey(name))
                {
                    continue;
                }

                double[] these = [.. measurement.Runs.Select(run => run[name])];
                double[] others = [.. measurement.Others.Select(run => run[name])];
                double[] ratios = [.. these.Zip(others, (mine, other) => mine / other)];
                table.Add(
                    title,
                    name.Replace("_ms", ", ms", StringComparison.Ordinal)
                        .Replace("_us", ", µs", StringComparison.Ordinal),
                    Number(Figures.Median(these)),
                    Number(Figures.Median(others)),
                    Figures.Median(ratios).ToString("F2", CultureInfo.InvariantCulture),
                    FormattableString.Invariant($"{ratios.Min():F2}–{ratios.Max():F2}")
                );
                title = "";
            }
        }
        table.AppendTo(text);
    }

    private static void WriteRuns(Utf8JsonWriter writer, Measurement measurement, List<Figures> runs, string build)
    {
        foreach (Figures run in runs)
        {
            writer.WriteStartObject();
            writer.WriteString("operation", measurement.Case.Operation);
            writer.WriteNumber("size", measurement.Case.Size);
            writer.WriteString("type", measurement.Case.Type);
            writer.WriteString("mode", measurement.Mode.Name);
            writer.WriteString("build", build);
            foreach ((string name, double value) in run)
            {
                if (double.IsFinite(value))
                {
                    writer.WriteNumber(name, value);
                }
            }
            writer.WriteEndObject();
        }
    }

    /// <summary>A hundredth of a millisecond is as much as the clock's own cost leaves.</summary>
    private static string Milli(double value) =>
        value < 1 ? value.ToString("F2", CultureInfo.InvariantCulture) : Number(value);

    private static string Whole(double value) => value.ToString("F0", CultureInfo.InvariantCulture);

    /// <summary>Three digits, which is more than any repetition keeps.</summary>
    private static string Number(double value)
    {
        string format = value switch
        {
            0 => "F0",
            < 0.1 => "F4",
            < 1 => "F3",
            < 10 => "F2",
            < 100 => "F1",
            _ => "F0",
        };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string Instructions() =>
        System.Runtime.Intrinsics.X86.Avx512F.IsSupported ? "AVX-512"
        : System.Runtime.Intrinsics.X86.Avx2.IsSupported ? "AVX2"
        : System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported ? "NEON"
        : "no vectors that are used";
}
