// What build.sh and build.ps1 run. Every verb works from a fresh clone and in Release.

// On by default in a file-based app, where it asks the feed for packs that running this does not need.
#:property PublishAot=false

using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml;
using System.Xml.Linq;

const string usage = """
    Usage: ./build.sh VERB [ARGUMENTS]      (Windows: ./build.ps1)

      study [OPTIONS]    run the articles' study; `study --help` lists its options
      cli ARGUMENTS      run the spanlinalg tool with these arguments
      test               check the formatting, run every test, then the core's tests once for each instruction set
         --filter EXPR     only the tests that match, in dotnet test's syntax
         --no-lanes        leave the instruction sets out
      bench [PROFILE] [ARGUMENTS]
                         run the benchmarks: short (the default), full, widths or disassembly; the arguments are
                         BenchmarkDotNet's; for one operation against OpenBLAS in seconds: cli bench --help
      latency [OPTIONS]  measure what a call takes in a fresh process, under the JIT and NativeAOT (latency --help)
      pack [ARGUMENTS]   make the NuGet packages, in artifacts/packages; the arguments are dotnet pack's
      format             format the sources
      help               print this

    """;

string root = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
string caller = Environment.GetEnvironmentVariable("SPANLINALG_CALLER") ?? Environment.CurrentDirectory;

// A build node that stays for the next build would keep our standard output open, and whoever reads it waiting.
Environment.SetEnvironmentVariable("MSBUILDDISABLENODEREUSE", "1");
Environment.SetEnvironmentVariable("MSBUILDTERMINALLOGGER", "off");

// What dotnet says is read here, in English.
Environment.SetEnvironmentVariable("DOTNET_CLI_UI_LANGUAGE", "en");

using Dotnet dotnet = new(root);

return args switch
{
    ["study", .. string[] rest] => RunProject("src/SpanLinalg.Cli", caller, ["study", .. rest]),
    ["cli", .. string[] rest] => RunProject("src/SpanLinalg.Cli", caller, rest),
    // BenchmarkDotNet looks for the project to build below the directory it runs in.
    ["bench", .. string[] rest] => RunProject("benchmarks/SpanLinalg.Benchmarks", root, rest),
    ["latency", .. string[] rest] => RunProject("benchmarks/SpanLinalg.Latency", caller, rest),
    ["test", .. string[] rest] => Test(rest),
    ["pack", .. string[] rest] => dotnet.Run(root, ["pack", "-c:Release", "-o", "artifacts/packages", .. rest]),
    ["format"] => Format(),
    ["help" or "--help" or "-h"] => Help(),
    _ => WrongUsage(args is [] ? "a verb is missing" : $"not understood: {string.Join(' ', args)}"),
};

// Not `dotnet run`: that prints the build's warnings among the program's output, and takes its own time on top of the
// build's.
int RunProject(string project, string directory, string[] arguments)
{
    Captured build = dotnet.Capture([
        "build",
        project,
        "-c",
        "Release",
        "-v:quiet",
        "-t:Build",
        "-getProperty:TargetPath",
    ]);
    if (build.ExitCode != 0)
    {
        Console.Error.Write(build.Errors);
        return dotnet.Interrupted ?? 1;
    }
    return dotnet.Interrupted ?? dotnet.Run(directory, [build.Output.Trim(), .. arguments]);
}

int Format()
{
    Captured restore = dotnet.Capture(["tool", "restore"]);
    if (restore.ExitCode != 0)
    {
        Console.Error.Write(restore.Output + restore.Errors);
        return 1;
    }
    return dotnet.Run(root, ["csharpier", "format", "."]);
}

int Test(string[] options)
{
    string? filter = null;
    bool lanes = true;
    while (options is not [])
    {
        switch (options)
        {
            case ["--filter", string expression, ..]:
                (filter, options) = (expression, options[2..]);
                break;
            case ["--no-lanes", ..]:
                (lanes, options) = (false, options[1..]);
                break;
            default:
                return WrongUsage($"test does not understand: {string.Join(' ', options)}");
        }
    }
    return new TestSession(dotnet, root, filter).Run(lanes);
}

int Help()
{
    Console.Write(usage);
    return 0;
}

int WrongUsage(string complaint)
{
    Console.Error.WriteLine(complaint);
    Console.Error.WriteLine();
    Console.Error.Write(usage);
    return 2;
}

/// <summary>What a finished child left behind.</summary>
internal sealed record Captured(int ExitCode, string Output, string Errors);

/// <summary>Runs the dotnet command, one child at a time.</summary>
/// <remarks>
/// A terminal sends Ctrl-C to the children too: they end in their own way, and this program stays to report it. A
/// request to terminate reaches this process alone, and so is passed on, as a kill of the child and of everything
/// below it.
/// </remarks>
internal sealed class Dotnet : IDisposable
{
    private readonly string _root;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private Process? _child;

    public Dotnet(string root)
    {
        _root = root;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Interrupt(context, 130));
        _terminate = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM,
            context =>
            {
                Interrupt(context, 143);
                Volatile.Read(ref _child)?.Kill(entireProcessTree: true);
            }
        );
    }

    /// <summary>The exit code to end with if a signal asked for the end, or null.</summary>
    public int? Interrupted { get; private set; }

    /// <summary>Runs in the foreground, on this process's own standard streams.</summary>
    public int Run(string directory, string[] arguments)
    {
        using Process process = Start(new("dotnet", arguments) { WorkingDirectory = directory });
        return WaitForExit(process);
    }

    /// <summary>
    /// Runs in the repository's root, silently, without input, and kills what takes longer than the limit.
    /// </summary>
    /// <remarks>A variable whose value is null is removed from the child's environment.</remarks>
    public Captured Capture(
        string[] arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        TimeSpan? limit = null,
        string program = "dotnet"
    )
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = _root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;

        StringBuilder output = new();
        StringBuilder errors = new();
        using Process process = Start(start);
        process.OutputDataReceived += (_, line) => output.AppendLine(line.Data);
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (limit is { } time && !process.WaitForExit(time))
            process.Kill(entireProcessTree: true);
        return new(WaitForExit(process), output.ToString(), errors.ToString());
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }

    private Process Start(ProcessStartInfo start)
    {
        Process process = Process.Start(start)!;
        Volatile.Write(ref _child, process);
        return process;
    }

    private int WaitForExit(Process process)
    {
        process.WaitForExit();
        Volatile.Write(ref _child, null);
        return process.ExitCode;
    }

    private void Interrupt(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        Interrupted = exitCode;
    }
}

/// <summary>
/// A run of the core's tests under one instruction set; its test LaneTests asserts that it got what its name says.
/// </summary>
/// <param name="Name">As the test asserts it.</param>
/// <param name="Variable">Set in the environment, if there is one.</param>
/// <param name="Value">What it is set to.</param>
/// <param name="OnlyX64">Whether only x64 knows the variable.</param>
/// <param name="Host">A dotnet command for another processor, on Linux and x64, or null for this processor.</param>
/// <param name="Filter">The tests to run, or null for all.</param>
internal sealed record Lane(
    string Name,
    string? Variable = null,
    string? Value = null,
    bool OnlyX64 = false,
    string? Host = null,
    string? Filter = null
)
{
    public static readonly Lane[] All =
    [
        new("scalar", "SPANLINALG_SIMD", "scalar"),
        new("128", "SPANLINALG_SIMD", "128"),
        new("256", "SPANLINALG_SIMD", "256"),
        new("512", "SPANLINALG_SIMD", "512"),
        new("no-avx2", "DOTNET_EnableAVX2", "0", OnlyX64: true),
        new("no-intrinsics", "DOTNET_EnableHWIntrinsic", "0", OnlyX64: true),
        // Not what is about threads: they would take a third of the time, and no emulator on x64 reorders memory
        // accesses as arm64 may, which is all that could be different there. Nor what no processor changes, and what
        // computes vectors that arm64 has not, by the minute: plans, contracts, and faces of providers.
        new(
            "arm64",
            Host: "native/arm64/dotnet",
            Filter: "FullyQualifiedName!~Parallel&FullyQualifiedName!~GemmPlan&FullyQualifiedName!~Contract"
                + "&FullyQualifiedName!~Textbook&FullyQualifiedName!~ProviderFaces"
        ),
    ];

    /// <summary>
    /// The environment of a run: this lane's variables, and none that the caller happens to have set for a lane.
    /// </summary>
    public static Dictionary<string, string?> Environment(Lane? lane)
    {
        Dictionary<string, string?> environment = All.Select(any => any.Variable)
            .OfType<string>()
            .Distinct()
            .ToDictionary(name => name, _ => (string?)null);
        environment["SPANLINALG_LANE"] = lane?.Name;
        if (lane is { Variable: { } variable })
            environment[variable] = lane.Value;
        return environment;
    }
}

internal sealed record Failure(string Test, string Message);

/// <summary>
/// What one run came to: a count of passed tests, the failed ones, and for each skipped one the reason.
/// </summary>
internal sealed record Outcome(int Passed, IReadOnlyList<Failure> Failures, IReadOnlyList<string> Skips)
{
    public static readonly Outcome Nothing = new(0, [], []);

    public bool IsEmpty => Passed + Failures.Count + Skips.Count == 0;

    public Outcome WithFailure(string test, string message) => new(Passed, [.. Failures, new(test, message)], Skips);
}

/// <summary>The verb `test`: a line for each run as it ends, and the sums over all runs as the last line.</summary>
internal sealed class TestSession(Dotnet dotnet, string root, string? filter)
{
    // Far above what any run needs: it is there for a test that hangs.
    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(10);

    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    private readonly string _results = Path.Combine(root, "artifacts", "test-results");
    private readonly List<Outcome> _outcomes = [];

    public int Run(bool lanes)
    {
        if (Directory.Exists(_results))
            Directory.Delete(_results, recursive: true);

        if (Step("build", Build).Failures is [])
        {
            Step("formatting", CheckFormatting);
            int before = _outcomes.Count;
            foreach (string project in TestProjects())
                Step(Path.GetFileNameWithoutExtension(project), name => RunTests(name, project, lane: null));
            foreach (Lane lane in lanes ? Lane.All : [])
                Step($"SpanLinalg.Tests.{lane.Name}", name => RunLane(name, lane));
            if (_outcomes.Skip(before).All(outcome => outcome.Passed + outcome.Failures.Count == 0))
                Step("tests", name => Outcome.Nothing.WithFailure(name, "no test ran"));
        }
        return Report();
    }

    private Outcome Step(string name, Func<string, Outcome> run)
    {
        if (dotnet.Interrupted is not null)
            return Outcome.Nothing;

        Stopwatch clock = Stopwatch.StartNew();
        Outcome outcome = run(name);
        _outcomes.Add(outcome);

        string counts = outcome.IsEmpty
            ? ""
            : $"{outcome.Passed, 6} passed {outcome.Failures.Count, 4} failed {outcome.Skips.Count, 4} skipped";
        Console.WriteLine($"{name, -34} {counts, -38} {clock.Elapsed.TotalSeconds, 6:F1} s");
        foreach (Failure failure in outcome.Failures)
        {
            Console.WriteLine($"  FAILED {failure.Test}");
            foreach (string line in failure.Message.TrimEnd().Split('\n'))
                Console.WriteLine($"    {line.TrimEnd()}");
        }
        return outcome;
    }

    private int Report()
    {
        foreach ((string reason, int count) in _outcomes.SelectMany(outcome => outcome.Skips).CountBy(reason => reason))
            Console.WriteLine($"skipped {count}: {reason}");

        int passed = _outcomes.Sum(outcome => outcome.Passed);
        int failed = _outcomes.Sum(outcome => outcome.Failures.Count);
        int skipped = _outcomes.Sum(outcome => outcome.Skips.Count);
        Console.WriteLine($"{passed} passed, {failed} failed" + (skipped == 0 ? "" : $", {skipped} skipped"));
        return dotnet.Interrupted ?? (failed == 0 ? 0 : 1);
    }

    /// <summary>The build is no test: it counts only when it fails.</summary>
    private Outcome Build(string name)
    {
        Captured build = dotnet.Capture([
            "build",
            "SpanLinalg.sln",
            "-c:Release",
            "-v:quiet",
            "-clp:ErrorsOnly;NoSummary",
        ]);
        return build.ExitCode == 0 ? Outcome.Nothing : Outcome.Nothing.WithFailure(name, Head(build));
    }

    private Outcome CheckFormatting(string name)
    {
        Captured check = dotnet.Capture(["tool", "restore"]);
        if (check.ExitCode == 0)
            check = dotnet.Capture(["csharpier", "check", "."]);
        return check.ExitCode == 0
            ? new(1, [], [])
            : Outcome.Nothing.WithFailure(name, Head(check) + "\n`./build.sh format` formats the sources.");
    }

    private IEnumerable<string> TestProjects() =>
        Directory
            .EnumerateDirectories(Path.Combine(root, "tests"), "*.Tests")
            .SelectMany(directory => Directory.EnumerateFiles(directory, "*.csproj"))
            .Order(StringComparer.Ordinal);

    private Outcome RunLane(string name, Lane lane) =>
        MissingFor(lane) is { } missing
            ? new(0, [], [$"the lane {lane.Name}: {missing}"])
            : RunTests(name, Path.Combine("tests", "SpanLinalg.Tests"), lane);

    /// <summary>Why a lane cannot run here, or null if it can.</summary>
    private string? MissingFor(Lane lane)
    {
        bool isX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;
        if (lane.OnlyX64 && !isX64)
            return $"it is for x64, and this is {RuntimeInformation.ProcessArchitecture}";
        if (lane.Host is null)
            return null;
        if (!isX64 || !OperatingSystem.IsLinux())
            return $"it is emulated on Linux and x64, and this is {RuntimeInformation.RuntimeIdentifier}";

        Captured probe = dotnet.Capture(["--list-runtimes"], program: Path.Combine(root, lane.Host));
        return probe.ExitCode == 0 ? null : probe.Errors.Trim();
    }

    private Outcome RunTests(string name, string project, Lane? lane)
    {
        string[] options = ["--no-build", "-c:Release", $"--logger:trx;LogFileName={name}.trx"];
        string expression = string.Join(
            '&',
            new[] { filter, lane?.Filter }.OfType<string>().Select(part => $"({part})")
        );
        string[] selection = expression is "" ? [] : ["--filter", expression];
        string[] host = lane?.Host is { } path
            ? ["--", $"RunConfiguration.DotNetHostPath={Path.Combine(root, path)}"]
            : [];
        Captured run = dotnet.Capture(
            ["test", project, .. options, "--results-directory", _results, .. selection, .. host],
            Lane.Environment(lane),
            RunLimit
        );

        Outcome outcome = ReadResults(Path.Combine(_results, $"{name}.trx"));
        bool brokeOff = run.Errors.Contains("Test Run Aborted", StringComparison.Ordinal);
        if (brokeOff || (run.ExitCode != 0 && outcome.Failures is []))
            return outcome.WithFailure(name, $"The run broke off with exit code {run.ExitCode}.\n{Head(run)}");
        if (outcome.IsEmpty && filter is null)
            return outcome.WithFailure(name, $"The run has no results.\n{Head(run)}");
        return outcome;
    }

    private static Outcome ReadResults(string file)
    {
        int passed = 0;
        List<Failure> failures = [];
        List<string> skips = [];
        foreach (XElement result in Results(file))
        {
            string message = (string?)result.Descendants(Trx + "Message").FirstOrDefault() ?? "no message";
            switch ((string?)result.Attribute("outcome"))
            {
                case "Passed":
                    passed++;
                    break;
                case "NotExecuted":
                    skips.Add(message);
                    break;
                default:
                    failures.Add(new((string?)result.Attribute("testName") ?? "?", message + "\n" + Place(result)));
                    break;
            }
        }
        return new(passed, failures, skips);
    }

    /// <summary>The results in a TRX file; none if the run died before it wrote the file, or while it did.</summary>
    private static IEnumerable<XElement> Results(string file)
    {
        try
        {
            return XDocument.Load(file).Descendants(Trx + "UnitTestResult");
        }
        catch (Exception exception) when (exception is IOException or XmlException)
        {
            return [];
        }
    }

    /// <summary>
    /// The frames of the stack that have a source line: those of the test itself, and not of its framework.
    /// </summary>
    private static string Place(XElement result) =>
        string.Join(
            '\n',
            ((string?)result.Descendants(Trx + "StackTrace").FirstOrDefault() ?? "")
                .Split('\n')
                .Where(frame => frame.Contains(":line ", StringComparison.Ordinal))
        );

    /// <summary>
    /// The beginning of what a child said went wrong: a crash states its reason first, and then hundreds of long
    /// frames.
    /// </summary>
    private static string Head(Captured child)
    {
        IEnumerable<string> lines = (child.Errors + child.Output)
            .Split('\n')
            .Where(line =>
                !string.IsNullOrWhiteSpace(line) && !line.StartsWith("[xUnit.net", StringComparison.Ordinal)
            );
        return string.Join('\n', lines.Take(20).Select(line => line.Length > 240 ? line[..240] + "…" : line));
    }
}
