using System.Diagnostics;

namespace SpanLinalg.OpenBlas.Tests;

/// <summary>
/// A shared library that has OpenBLAS's symbols and does not compute: what its routines return is chosen at compile
/// time.
/// </summary>
internal sealed class FakeLibrary : IDisposable
{
    private const string Source = """
        #define JOIN2(a, b) a##b
        #define JOIN(a, b) JOIN2(a, b)
        #define NAME(name) JOIN(name, SUFFIX)

        int NAME(openblas_get_num_threads)(void) { return 1; }
        void NAME(openblas_set_num_threads)(int threads) {}
        const char *NAME(openblas_get_config)(void) { return "OpenBLAS, a fake"; }
        const char *NAME(openblas_get_corename)(void) { return "none"; }
        double NAME(cblas_ddot)(BLASINT n, double *x, BLASINT sx, double *y, BLASINT sy) { return n > 0 ? *x * *y : 0; }
        void NAME(cblas_sgemm)(void) {}
        void NAME(cblas_sgemv)(void) {}
        void NAME(cblas_dgemm)(void) {}
        #ifndef WITHOUT_DGEMV
        void NAME(cblas_dgemv)(void) {}
        #endif

        #ifndef WITHOUT_LAPACKE
        typedef LAPACKINT integer;
        double NAME(LAPACKE_dlange_work)(int order, char norm, integer m, integer n, double *a, integer lda,
            double *work)
        {
            return m > 0 ? *a : 0;
        }
        #define QUERY(answer) if (length == -1) { *work = 1; return 0; } return (answer)
        integer NAME(LAPACKE_dgeqrf_work)(int order, integer m, integer n, double *a, integer lda, double *tau,
            double *work, integer length)
        {
            QUERY(GEQRF);
        }
        integer NAME(LAPACKE_dgesdd_work)(int order, char job, integer m, integer n, double *a, integer lda, double *s,
            double *u, integer ldu, double *vt, integer ldvt, double *work, integer length, integer *iwork)
        {
            if (length != -1) *a = *s = 0;
            QUERY(GESDD);
        }
        integer NAME(LAPACKE_dgesvd_work)(int order, char jobu, char jobvt, integer m, integer n, double *a,
            integer lda, double *s, double *u, integer ldu, double *vt, integer ldvt, double *work, integer length)
        {
            if (length != -1) *s = *a;
            QUERY(GESVD);
        }
        void NAME(LAPACKE_sgeqrf_work)(void) {}
        void NAME(LAPACKE_sgesdd_work)(void) {}
        void NAME(LAPACKE_sgesvd_work)(void) {}
        #define OTHERS(p) \
            void NAME(LAPACKE_##p##geqp3_work)(void) {} \
            void NAME(LAPACKE_##p##orgqr_work)(void) {} \
            void NAME(LAPACKE_##p##ormqr_work)(void) {}
        OTHERS(s)
        OTHERS(d)
        #endif
        """;

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("spanlinalg-fake-");

    /// <summary>Compiles the library.</summary>
    /// <param name="defines">Macros in place of the defaults.</param>
    public FakeLibrary(params string[] defines)
    {
        string source = System.IO.Path.Combine(directory.FullName, "fake.c");
        File.WriteAllText(source, Source);
        string[] defaults = ["BLASINT=int", "LAPACKINT=int", "SUFFIX=", "GEQRF=0", "GESDD=0", "GESVD=0"];
        IEnumerable<string> macros = defaults
            .Where(macro => !defines.Any(define => define.Split('=')[0] == macro.Split('=')[0]))
            .Concat(defines)
            .Select(macro => "-D" + macro);
        using Process compiler = Process.Start("gcc", ["-shared", "-fPIC", .. macros, "-o", Path, source])!;
        compiler.WaitForExit();
        Assert.Equal(0, compiler.ExitCode);
    }

    public string Path => System.IO.Path.Combine(directory.FullName, "libfake.so");

    /// <summary>Why none can be made here, or null.</summary>
    public static string? Unavailable { get; } = FindCompiler();

    /// <summary>A search that finds this library only.</summary>
    public LibrarySearch Search(params string[] lapacke) => new(Path, [], lapacke);

    public OpenBlasProvider Load() => OpenBlasProvider.Load(Search());

    public void Dispose() => directory.Delete(recursive: true);

    private static string? FindCompiler()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "The libraries for this test are made on Linux.";
        }
        string? path = Environment.GetEnvironmentVariable("PATH");
        return (path ?? "").Split(':').Any(folder => File.Exists(System.IO.Path.Combine(folder, "gcc")))
            ? null
            : "The libraries for this test are made with gcc, and there is none.";
    }
}

/// <summary>A fact about a library made with gcc: skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FakeLibraryFactAttribute : FactAttribute
{
    public FakeLibraryFactAttribute() => Skip = FakeLibrary.Unavailable;
}
