using System.Diagnostics;
using System.Globalization;

namespace SpanLinalg.Latency;

/// <summary>
/// Measures one operation in this process, which has done nothing before, and prints one line of figures.
/// </summary>
/// <remarks>
/// Arguments: operation, size, type, whether the code settles, the limit in seconds, what comes before.
/// </remarks>
internal static partial class Probe
{
    /// <summary>Ends of the spans of time, in seconds after the first call.</summary>
    public static readonly double[] Spans = [0.1, 0.3, 0.8, 2.4];

    private const double EndSeconds = 0.3;

    public static int Run(string[] arguments)
    {
        (string name, string type) = (arguments[0], arguments[2]);
        int size = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        bool settles = bool.Parse(arguments[3]);
        double limit = double.Parse(arguments[4], CultureInfo.InvariantCulture);
        Preparation preparation = Enum.Parse<Preparation>(arguments[5]);

        Cost measuring = MeasureMeasuring();
        Operation operation = Operation.Create(name, size, type);
        operation.CompileLoop();
        operation.Restore(0);

        Figures figures = [];
        if (preparation != Preparation.None)
        {
            figures["warmup_ms"] = Cost.Of(() => Prepare(name, size, type, preparation)).Milliseconds;
        }
        Cost asking = Cost.Of(operation.AskForWorkspace).Beyond(measuring);
        operation.AllocateWorkspace();
        Cost first = Cost.Of(operation.RunOnce).Beyond(measuring);
        figures["ask_ms"] = asking.Milliseconds;
        figures["ask_methods"] = asking.Methods;
        figures["ask_jit_ms"] = asking.JitMilliseconds;
        figures["first_ms"] = first.Milliseconds;
        figures["first_methods"] = first.Methods;
        figures["first_jit_ms"] = first.JitMilliseconds;
        figures["first_bytes"] = asking.Bytes + first.Bytes;

        if (name == "request")
        {
            figures["thousand_us"] = MedianOfThousand(operation) * 1e6;
        }
        else
        {
            AddTimeCourse(figures, operation, settles ? Spans : Spans[..2], limit);
        }
        figures["later_bytes"] = Cost.Of(() => operation.Run(10)).Beyond(measuring).Bytes / 10.0;
        Console.WriteLine(figures.ToLine());
        return 0;
    }

    /// <summary>Compiles the code that measures, and returns what it then costs.</summary>
    private static Cost MeasureMeasuring()
    {
        EmptyOperation empty = new();
        new TimeCourse([0], limit: 0, endSeconds: 0).Run(empty);
        Cost cost = default;
        for (int i = 0; i < 3; i++)
        {
            cost = Cost.Of(empty.RunOnce);
        }
        return cost with { Milliseconds = 0 };
    }

    /// <summary>Prepares the process for an operation; does nothing with a library that cannot.</summary>
    static partial void Prepare(string name, int size, string type, Preparation preparation);

    private static void AddTimeCourse(Figures figures, Operation operation, double[] spans, double limit)
    {
        TimeCourse course = new(spans, limit, EndSeconds);
        course.Run(operation);
        for (int i = 0; i < spans.Length; i++)
        {
            figures[FormattableString.Invariant($"to_{spans[i]}_us")] = course.Mean(i) * 1e6;
        }
        figures["start_us"] = course.MeanUpTo(1) * 1e6;
        figures["end_us"] = course.End * 1e6;
        figures["best_us"] = course.Best * 1e6;
        figures["settled_s"] = course.Settled;

        const int copies = 1000;
        operation.Restore(copies);
        figures["copy_us"] = Cost.Of(() => operation.Restore(copies)).Milliseconds;
    }

    private static double MedianOfThousand(Operation request)
    {
        double[] seconds = new double[1000];
        for (int i = 0; i < seconds.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            request.Run(1);
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Array.Sort(seconds);
        return seconds[seconds.Length / 2];
    }
}
