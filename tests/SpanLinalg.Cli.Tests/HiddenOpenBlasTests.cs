using System.Diagnostics;
using SpanLinalg.OpenBlas;

namespace SpanLinalg.Cli.Tests;

/// <summary>The tool where OpenBLAS is not, in processes of its own: a library once loaded stays.</summary>
public sealed class HiddenOpenBlasTests
{
    private const string Nowhere = "/nowhere/libopenblas.so";

    [Fact]
    public void Asked_for_it_the_duel_fails_with_every_path_tried()
    {
        Tool run = WithoutOpenBlas("bench", "gemm", "--sizes", "4", "--against", "openblas");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains(Nowhere, run.Error, StringComparison.Ordinal);
        Assert.Contains(OpenBlasProvider.EnvironmentVariable, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Not_asked_for_it_the_managed_side_runs_alone_and_says_why()
    {
        Tool run = WithoutOpenBlas("bench", "gemm", "--sizes", "4", "--rounds", "3", "--seconds", "0.01");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(Nowhere, run.Output, StringComparison.Ordinal);
        Assert.Contains("4×4×4", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("speedup", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\ufffd', run.Output);
    }

    [Fact]
    public void Info_says_why_there_is_none()
    {
        Tool run = WithoutOpenBlas("info");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(Nowhere, run.Output, StringComparison.Ordinal);
    }

    private static Tool WithoutOpenBlas(params string[] arguments)
    {
        string tool = typeof(Terminal).Assembly.Location;
        ProcessStartInfo start = new("dotnet", [tool, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [OpenBlasProvider.EnvironmentVariable] = Nowhere },
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
