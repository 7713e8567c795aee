using System.Diagnostics;
using System.Globalization;

namespace SpanLinalg.Latency;

/// <summary>The figures of all processes of one case in one mode: of this build, and of the other one.</summary>
internal sealed record Measurement(Case Case, Mode Mode, List<Figures> Runs, List<Figures> Others);

/// <summary>Starts the probes, each in a fresh process and one at a time, and reports their medians.</summary>
internal sealed class Driver(Options options)
{
    private readonly Dictionary<(Build, string?), string[]?> commands = [];

    public int Run()
    {
        // What runs is known before anything is measured, and published before anything is.
        Mode[] modes = [.. (options.Modes ?? Mode.All).Where(IsPossible)];
        Measurement[] measurements =
        [
            .. from @case in options.Cases
            from mode in modes
            where !mode.IsRare || options.Modes is not null || @case.Operation == "request"
            select new Measurement(@case, mode, [], []),
        ];

        for (int run = 0; run < options.Runs; run++)
        {
            foreach (Measurement measurement in measurements)
            {
                Console.Error.WriteLine(
                    $"run {run + 1} of {options.Runs}: {measurement.Case.Title}, {measurement.Mode.Title}"
                );
                measurement.Runs.Add(RunProbe(measurement, library: null));
                if (options.Against is not null)
                {
                    measurement.Others.Add(RunProbe(measurement, options.Against));
                }
            }
        }

        Console.Write(Report.Of(measurements));
        if (options.Json is { } path)
        {
            Report.WriteJson(measurements, path);
        }
        return 0;
    }

    private bool IsPossible(Mode mode) =>
        Command(mode.Build, null) is not null
        && (
            options.Against is null
            || (mode.Preparation == Preparation.None && Command(mode.Build, options.Against) is not null)
        );

    private string[]? Command(Build build, string? library)
    {
        if (!commands.TryGetValue((build, library), out string[]? command))
        {
            commands[(build, library)] = command = Builder.Publish(build, library);
        }
        return command;
    }

    private Figures RunProbe(Measurement measurement, string? library)
    {
        (Case @case, Mode mode) = (measurement.Case, measurement.Mode);
        string[] command =
        [
            .. mode.OneCpu && HasTaskset ? ["taskset", "-c", "0"] : Array.Empty<string>(),
            .. Command(mode.Build, library)!,
            "probe",
            @case.Operation,
            @case.Size.ToString(CultureInfo.InvariantCulture),
            @case.Type,
            mode.Settles.ToString(),
            options.Seconds.ToString(CultureInfo.InvariantCulture),
            mode.Preparation.ToString(),
        ];
        ProcessStartInfo start = new(command[0], command[1..]);
        foreach (string name in start.Environment.Keys.Where(IsSwitch).ToArray())
        {
            start.Environment.Remove(name);
        }
        if (mode.Variable?.Split('=') is [string variable, string value])
        {
            start.Environment[variable] = value;
        }
        if (mode.OneCpu && !HasTaskset)
        {
            start.Environment["DOTNET_PROCESSOR_COUNT"] = "1";
        }

        Finished probe = Finished.Of(start);
        return Figures.Read(probe.Output)
            ?? throw new InvalidOperationException($"A probe ended with {probe.ExitCode}: {string.Join(' ', command)}");
    }

    private static bool HasTaskset => File.Exists("/usr/bin/taskset") || File.Exists("/bin/taskset");

    /// <summary>Whether a variable of the caller's would change how the runtime compiles.</summary>
    private static bool IsSwitch(string variable) =>
        variable.StartsWith("DOTNET_T", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("DOTNET_ReadyToRun", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("DOTNET_OSR", StringComparison.OrdinalIgnoreCase)
        || variable.Equals("DOTNET_PROCESSOR_COUNT", StringComparison.OrdinalIgnoreCase);
}
