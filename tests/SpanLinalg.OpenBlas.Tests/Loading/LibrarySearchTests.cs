namespace SpanLinalg.OpenBlas.Tests;

/// <summary>
/// A library that is not there, or is not what it should be: each is a clear exception, and none is a crash.
/// </summary>
public sealed class LibrarySearchTests
{
    private static OpenBlasNotFoundException Failure(LibrarySearch search) =>
        Assert.Throws<OpenBlasNotFoundException>(() => OpenBlasProvider.Load(search));

    private static LoadAttempt OnlyAttempt(LibrarySearch search) => Assert.Single(Failure(search).Attempts);

    [Fact]
    public void The_variable_hides_whatever_is_installed_and_the_message_lists_all_paths()
    {
        const string nowhere = "/nowhere/libopenblas.so";
        LibrarySearch search = LibrarySearch.ForThisMachine(name =>
            name == OpenBlasProvider.EnvironmentVariable ? nowhere : null
        );
        OpenBlasNotFoundException failure = Failure(search);
        Assert.IsAssignableFrom<DllNotFoundException>(failure);
        Assert.Equal(nowhere, Assert.Single(failure.Attempts).Path);
        Assert.Contains($"\n  {nowhere}: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("SPANLINALG_OPENBLAS", failure.Message, StringComparison.Ordinal);
        Assert.All(search.Usual, name => Assert.Contains(name, failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_path_is_tried_in_order_and_listed_with_its_failure()
    {
        string text = Path.GetTempFileName();
        string[] names = ["libspanlinalg-none.so.0", "/nowhere/libopenblas.so", text];
        OpenBlasNotFoundException failure = Failure(new(null, names, []));
        Assert.Equal(names, failure.Attempts.Select(attempt => attempt.Path));
        string[] lines = failure.Message.Split('\n');
        for (int i = 0; i < names.Length; i++)
        {
            Assert.StartsWith($"  {names[i]}: ", lines[i + 1], StringComparison.Ordinal);
        }
        Assert.Contains("native/", failure.Message, StringComparison.Ordinal);
        Assert.Contains("SPANLINALG_OPENBLAS", failure.Message, StringComparison.Ordinal);
        File.Delete(text);
    }

    [Fact]
    public void Without_the_variable_the_usual_names_are_tried()
    {
        foreach (string? value in new[] { null, "", " " })
        {
            LibrarySearch search = LibrarySearch.ForThisMachine(_ => value);
            Assert.Null(search.Configured);
            Assert.NotEmpty(search.Usual);
            Assert.NotEmpty(search.Lapacke);
        }
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal("libopenblas.so.0", LibrarySearch.ForThisMachine(_ => null).Usual[0]);
        }
    }

    [NativeFact]
    public void Names_that_lead_nowhere_are_passed_over()
    {
        string path = Native.Provider.Describe().Path;
        LibrarySearch search = LibrarySearch.ForThisMachine();
        OpenBlasProvider provider = OpenBlasProvider.Load(new(null, ["/nowhere/libopenblas.so", path], search.Lapacke));
        Assert.Equal(path, provider.Describe().Path);
    }

    [Fact]
    public void A_file_that_is_no_library()
    {
        string text = Path.GetTempFileName();
        File.WriteAllText(text, "Not a library at all, however long this text may be. It goes on for a while.");
        LoadAttempt attempt = OnlyAttempt(new(text, [], []));
        Assert.True(attempt.Failure is DllNotFoundException or BadImageFormatException, $"{attempt.Failure}");
        File.Delete(text);

        string folder = Path.GetTempPath();
        Assert.Equal(folder, OnlyAttempt(new(folder, [], [])).Path);
    }

    [Fact]
    public void A_library_of_another_kind()
    {
        string name =
            OperatingSystem.IsWindows() ? "kernel32.dll"
            : OperatingSystem.IsMacOS() ? "libSystem.dylib"
            : "libm.so.6";
        LoadAttempt attempt = OnlyAttempt(new(name, [], []));
        Assert.IsType<EntryPointNotFoundException>(attempt.Failure);
        Assert.Contains("lacks all", attempt.ToString(), StringComparison.Ordinal);
        Assert.Contains("cblas_dgemm", attempt.ToString(), StringComparison.Ordinal);
    }

    [FakeLibraryFact]
    public void A_library_that_lacks_one_symbol()
    {
        using FakeLibrary fake = new("WITHOUT_DGEMV");
        LoadAttempt attempt = OnlyAttempt(fake.Search());
        Assert.IsType<EntryPointNotFoundException>(attempt.Failure);
        Assert.Contains("cblas_dgemv", attempt.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("cblas_dgemm", attempt.ToString(), StringComparison.Ordinal);
    }

    [FakeLibraryFact]
    public void OpenBlas_without_any_Lapacke()
    {
        using FakeLibrary fake = new("WITHOUT_LAPACKE");
        OpenBlasNotFoundException failure = Failure(fake.Search("libspanlinalg-none.so.3"));
        Assert.Equal(["libspanlinalg-none.so.3", fake.Path], failure.Attempts.Select(attempt => attempt.Path));
        Assert.Contains("LAPACKE", failure.Attempts[1].Failure.Message, StringComparison.Ordinal);
    }

    [FakeLibraryFact]
    public void Lapacke_in_a_library_of_its_own()
    {
        using FakeLibrary blas = new("WITHOUT_LAPACKE");
        using FakeLibrary lapacke = new();
        OpenBlasDescription description = OpenBlasProvider.Load(blas.Search("/nowhere/a.so", lapacke.Path)).Describe();
        Assert.Equal(blas.Path, description.Path);
        Assert.Equal(lapacke.Path, description.LapackePath);

        // The other library brings a set of threads of its own: it may compute with anything.
        Assert.False(description.LapackUsesThisBlas);
        Assert.Contains("another BLAS", description.ToString(), StringComparison.Ordinal);
    }

    [FakeLibraryFact]
    public void Both_widths_of_integers_under_both_kinds_of_names()
    {
        foreach (
            (string type, string suffix, int bits) in new[] { ("int", "", 32), ("long", "", 64), ("long", "64_", 64) }
        )
        {
            using FakeLibrary fake = new($"BLASINT={type}", $"LAPACKINT={type}", $"SUFFIX={suffix}", "GEQRF=-3");
            OpenBlasProvider provider = fake.Load();
            Assert.Equal(bits, provider.Describe().IntegerBits);
            Assert.True(provider.Describe().LapackUsesThisBlas);
            LapackException refusal = Assert.Throws<LapackException>(() =>
                provider.Qr.Factor(new Matrix<double>(2, 2), new double[2])
            );
            Assert.Equal(-3, refusal.Info);
        }
    }

    [FakeLibraryFact]
    public void Names_for_64_bits_over_32_bit_integers()
    {
        using FakeLibrary fake = new("SUFFIX=64_");
        LoadAttempt attempt = OnlyAttempt(fake.Search());
        Assert.IsType<IntegerWidthException>(attempt.Failure);
        Assert.Contains("64_", attempt.ToString(), StringComparison.Ordinal);
    }

    [FakeLibraryFact]
    public void OpenBlas_and_Lapacke_of_different_widths()
    {
        using FakeLibrary blas = new("WITHOUT_LAPACKE", "BLASINT=long");
        using FakeLibrary lapacke = new();
        OpenBlasNotFoundException failure = Failure(blas.Search(lapacke.Path));
        Assert.Equal([lapacke.Path, blas.Path], failure.Attempts.Select(attempt => attempt.Path));
        IntegerWidthException mixUp = Assert.IsType<IntegerWidthException>(failure.Attempts[0].Failure);
        Assert.Contains("32-bit", mixUp.Message, StringComparison.Ordinal);
        Assert.Contains("64-bit", mixUp.Message, StringComparison.Ordinal);
    }

    [FakeLibraryFact]
    public void OpenBlas_whose_own_Lapacke_has_another_width()
    {
        using FakeLibrary fake = new("LAPACKINT=long");
        OpenBlasNotFoundException failure = Failure(fake.Search());
        Assert.IsType<IntegerWidthException>(failure.Attempts[0].Failure);
    }

    [FakeLibraryFact]
    public void Lapack_refuses_an_argument()
    {
        using FakeLibrary fake = new("GEQRF=-4", "GESDD=-8");
        OpenBlasProvider provider = fake.Load();
        LapackException refusal = Assert.Throws<LapackException>(() =>
            provider.Qr.Factor(new Matrix<double>(2, 2), new double[2])
        );
        Assert.Equal(("LAPACKE_dgeqrf", -4), (refusal.Routine, refusal.Info));
        Assert.Contains("argument number 4", refusal.Message, StringComparison.Ordinal);
        refusal = Assert.Throws<LapackException>(() => provider.Svd.Values(new Matrix<double>(2, 2), new double[2]));
        Assert.Equal(("LAPACKE_dgesdd", -8), (refusal.Routine, refusal.Info));
    }

    [FakeLibraryFact]
    public void Lapack_gets_no_memory()
    {
        using FakeLibrary fake = new("GEQRF=-1010");
        LapackException refusal = Assert.Throws<LapackException>(() =>
            fake.Load().Qr.Factor(new Matrix<double>(2, 2), new double[2])
        );
        Assert.Contains("memory", refusal.Message, StringComparison.Ordinal);
    }

    [FakeLibraryFact]
    public void Where_gesdd_does_not_converge_gesvd_gets_the_matrix_again()
    {
        using FakeLibrary fake = new("GESDD=1");
        double[] s = new double[1];
        Matrix<double> a = new(1, 1);
        a[0, 0] = 42;
        fake.Load().Svd.Values(a, s);
        Assert.Equal(42, s[0]);
    }

    [FakeLibraryFact]
    public void Where_neither_converges_there_is_an_exception()
    {
        using FakeLibrary fake = new("GESDD=1", "GESVD=2");
        OpenBlasProvider provider = fake.Load();
        ConvergenceException failure = Assert.Throws<ConvergenceException>(() =>
            provider.Svd.Values(new Matrix<double>(1, 1), new double[1])
        );
        Assert.Contains(provider.Name, failure.Message, StringComparison.Ordinal);
        Assert.False(provider.Svd.TryValues(new Matrix<double>(1, 1), new double[1], []));
    }

    [FakeLibraryFact]
    public void NaN_that_Lapack_finds_is_no_convergence()
    {
        using FakeLibrary fake = new("GESDD=-5");
        OpenBlasProvider provider = fake.Load();
        Assert.Throws<ConvergenceException>(() => provider.Svd.Values(new Matrix<double>(1, 1), new double[1]));
    }
}
