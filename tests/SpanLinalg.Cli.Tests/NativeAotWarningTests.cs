using System.Diagnostics;

namespace SpanLinalg.Cli.Tests;

/// <summary>What the core's package says of NativeAOT without an instruction set: its targets, by themselves.</summary>
public sealed class NativeAotWarningTests
{
    private const string Code = "SPANLINALG001";

    [Theory]
    [InlineData("PublishAot=true;RuntimeIdentifier=linux-x64", true)]
    [InlineData("PublishAot=true;RuntimeIdentifier=win-x64", true)]
    [InlineData("PublishAot=true;NETCoreSdkRuntimeIdentifier=linux-x64", true)]
    [InlineData("PublishAot=true;RuntimeIdentifier=linux-x64;IlcInstructionSet=x86-64-v3", false)]
    [InlineData("PublishAot=true;RuntimeIdentifier=linux-arm64;NETCoreSdkRuntimeIdentifier=linux-x64", false)]
    [InlineData("RuntimeIdentifier=linux-x64", false)]
    public void Native_compilation_for_x64_without_an_instruction_set_is_warned_of(string properties, bool warned)
    {
        using TemporaryFolder folder = new();
        string project = folder.Write(
            "user.proj",
            $"""
            <Project>
              <Target Name="CoreCompile" />
              <Import Project="{Targets()}" />
            </Project>
            """
        );
        ProcessStartInfo start = new("dotnet", ["msbuild", project, "-nologo", "-t:CoreCompile", $"-p:{properties}"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.True(process.ExitCode == 0, output);
        Assert.Equal(warned, output.Contains($"warning {Code}:", StringComparison.Ordinal));
        Assert.Equal(warned, output.Contains("x86-64-v4", StringComparison.Ordinal));
    }

    /// <summary>In the sources, above where the tests were built.</summary>
    private static string Targets()
    {
        const string Name = "src/SpanLinalg/buildTransitive/SpanLinalg.targets";
        for (DirectoryInfo? above = new(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            string path = Path.Combine(above.FullName, Name);
            if (File.Exists(path))
            {
                return path;
            }
        }
        throw new FileNotFoundException(Name);
    }
}
