using System.Runtime.InteropServices;

namespace SpanLinalg.OpenBlas;

/// <summary>Where to look for OpenBLAS and for LAPACKE, and in which order.</summary>
/// <param name="Configured">The one library that the user wants, or null.</param>
/// <param name="Usual">What to try if there is no such wish: names that the system resolves, and paths.</param>
/// <param name="Lapacke">Names of libraries that may hold LAPACKE if OpenBLAS does not.</param>
internal sealed record LibrarySearch(string? Configured, IReadOnlyList<string> Usual, IReadOnlyList<string> Lapacke)
{
    /// <summary>The environment variable that may hold the user's wish.</summary>
    public const string EnvironmentVariable = "SPANLINALG_OPENBLAS";

    /// <summary>The names that the libraries have on this platform, and the user's wish from the environment.</summary>
    public static LibrarySearch ForThisMachine(Func<string, string?>? environment = null)
    {
        string? configured = (environment ?? Environment.GetEnvironmentVariable)(EnvironmentVariable);
        return new(
            string.IsNullOrWhiteSpace(configured) ? null : configured,
            OperatingSystem.IsWindows() ? [.. OnWindows()]
                : OperatingSystem.IsMacOS() ? [.. OnMacOS()]
                : [.. OnLinux()],
            OperatingSystem.IsWindows() ? ["liblapacke.dll", "lapacke.dll"]
                : OperatingSystem.IsMacOS() ? ["liblapacke.3.dylib", "/opt/homebrew/opt/lapack/lib/liblapacke.dylib"]
                : ["liblapacke.so.3", "liblapacke.so", "liblapacke64.so.3", "liblapacke64_.so.3"]
        );
    }

    /// <summary>The first library that will do.</summary>
    /// <exception cref="OpenBlasNotFoundException">None will.</exception>
    public OpenBlasLibrary Load()
    {
        List<LoadAttempt> attempts = [];
        foreach (string path in Configured is null ? Usual : [Configured])
        {
            if (OpenBlasLibrary.TryOpen(path, Lapacke, attempts) is { } library)
            {
                return library;
            }
        }
        throw new OpenBlasNotFoundException(Message(attempts), attempts);
    }

    private string Message(List<LoadAttempt> attempts)
    {
        string tried = string.Concat(attempts.Select(attempt => $"\n  {attempt}"));
        return Configured is null
            ? $"No OpenBLAS with LAPACKE was found. Tried in this order:{tried}\n"
                + $"The scripts in native/ install it; {EnvironmentVariable} may hold its path."
            : $"The OpenBLAS that {EnvironmentVariable} names cannot be used:{tried}\n"
                + $"Without that variable these would be tried: {string.Join(", ", Usual)}.";
    }

    private static IEnumerable<string> OnLinux()
    {
        yield return "libopenblas.so.0";
        yield return "libopenblas.so";

        // Fedora tells its builds apart by a letter, Debian by a directory that the linker need not know.
        yield return "libopenblasp.so.0";
        yield return "libopenblaso.so.0";
        string? processor = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "x86_64",
            Architecture.Arm64 => "aarch64",
            Architecture.Ppc64le => "powerpc64le",
            Architecture.S390x => "s390x",
            Architecture.RiscV64 => "riscv64",
            _ => null,
        };
        foreach (string build in processor is null ? [] : new[] { "pthread", "openmp", "serial" })
        {
            yield return $"/usr/lib/{processor}-linux-gnu/openblas-{build}/libopenblas.so.0";
        }
        yield return "libopenblas64_.so.0";
        yield return "libopenblas64.so.0";
    }

    private static IEnumerable<string> OnMacOS()
    {
        yield return "libopenblas.0.dylib";
        yield return "libopenblas.dylib";

        // Homebrew on Apple silicon and on Intel, and MacPorts.
        yield return "/opt/homebrew/opt/openblas/lib/libopenblas.dylib";
        yield return "/usr/local/opt/openblas/lib/libopenblas.dylib";
        yield return "/opt/local/lib/libopenblas.dylib";
    }

    private static IEnumerable<string> OnWindows()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "libopenblas.dll");
        yield return "libopenblas.dll";
        yield return "openblas.dll";

        // Where native/install-openblas.ps1 puts it.
        string local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        yield return Path.Combine(local, "SpanLinalg", "OpenBLAS", "bin", "libopenblas.dll");
    }
}
