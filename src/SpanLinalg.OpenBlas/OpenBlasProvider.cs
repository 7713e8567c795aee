using System.Diagnostics.CodeAnalysis;

namespace SpanLinalg.OpenBlas;

/// <summary>
/// OpenBLAS (gemm, gemv) and LAPACKE (geqrf, geqp3, orgqr, ormqr, gesdd, gesvd) behind the operations of this library.
/// </summary>
/// <remarks>
/// Nothing native is loaded before <see cref="Load()"/> or <see cref="TryLoad"/> is called, and what they load stays.
/// Where the environment variable <see cref="EnvironmentVariable"/> holds the path of a library, it is that one or
/// none; otherwise the names that OpenBLAS usually has on the platform are tried in turn. LAPACKE is taken from
/// OpenBLAS, from a library beside it, or from one of LAPACKE's own names. Both widths of integers (LP64, ILP64) are
/// recognised.
/// <para>
/// Views that are column-major, with any leading dimension, go to the library as they are, and row-major ones as their
/// transposes. Other strides go through one copy; so do the operands that LAPACK destroys, and a row-major matrix that
/// is to be factored in place. All memory is pinned during the call. Copies, and what LAPACK wants as its workspace,
/// are rented from the array pool: the faces with a workspace ask for none, but for least squares and the truncated
/// decompositions, which are the defaults of <see cref="LinearAlgebraProvider"/>, built of the others.
/// </para>
/// </remarks>
public sealed class OpenBlasProvider : LinearAlgebraProvider
{
    /// <summary>The environment variable that may hold the path of OpenBLAS.</summary>
    public const string EnvironmentVariable = LibrarySearch.EnvironmentVariable;

    private readonly OpenBlasLibrary library;

    private OpenBlasProvider(OpenBlasLibrary library, int threads)
    {
        this.library = library;
        Threads = threads;
    }

    /// <summary>The number of threads for every call through this provider.</summary>
    /// <remarks>
    /// As the library was set when it was loaded (by <c>OPENBLAS_NUM_THREADS</c>, or one for each processor), until
    /// <see cref="WithThreads"/> says otherwise. OpenBLAS has one such number for the whole process: each call sets it
    /// where it differs, so providers with different numbers should not compute at the same time.
    /// </remarks>
    public int Threads { get; }

    /// <summary>What the library is set to at present, by whichever provider was the last.</summary>
    internal int ThreadsInUse => library.Threads;

    /// <inheritdoc/>
    public override string Name => "openblas";

    /// <inheritdoc/>
    public override string Description => Describe().ToString();

    /// <summary>Loads OpenBLAS and LAPACKE.</summary>
    /// <exception cref="OpenBlasNotFoundException">
    /// No library will do; the message lists every path that was tried.
    /// </exception>
    public static OpenBlasProvider Load() => Load(LibrarySearch.ForThisMachine());

    /// <summary>Loads OpenBLAS and LAPACKE if they are there.</summary>
    /// <param name="provider">The provider, or null.</param>
    /// <param name="reason">Null, or why there is none: every path that was tried, and what is wrong with each.</param>
    /// <returns>Whether there is a provider.</returns>
    public static bool TryLoad(
        [NotNullWhen(true)] out OpenBlasProvider? provider,
        [NotNullWhen(false)] out string? reason
    )
    {
        try
        {
            (provider, reason) = (Load(), null);
            return true;
        }
        catch (OpenBlasNotFoundException failure)
        {
            (provider, reason) = (null, failure.Message);
            return false;
        }
    }

    internal static OpenBlasProvider Load(LibrarySearch search)
    {
        OpenBlasLibrary library = search.Load();
        return new(library, library.Threads);
    }

    /// <summary>The same library with another number of threads.</summary>
    /// <param name="threads">One or more. The library caps it at what it was built for.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than one.</exception>
    public OpenBlasProvider WithThreads(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return new(library, threads);
    }

    /// <summary>Version, build, processor, threads and paths of the library.</summary>
    public OpenBlasDescription Describe()
    {
        library.UseThreads(Threads);
        return library.Describe();
    }

    /// <inheritdoc/>
    protected override void Multiply<T>(
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        T beta,
        MatrixView<T> c,
        Span<T> workspace
    ) => NativeProduct.Multiply(Blas<T>(), alpha, a, b, beta, c);

    /// <inheritdoc/>
    protected override void MultiplyVector<T>(
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyVectorView<T> x,
        T beta,
        VectorView<T> y,
        Span<T> workspace
    ) => NativeProduct.MultiplyVector(Blas<T>(), alpha, a, x.AsColumn().Transposed, beta, y.AsColumn().Transposed);

    /// <inheritdoc/>
    protected override void FactorQr<T>(MatrixView<T> a, Span<T> tau, Span<T> workspace) =>
        NativeQr.Factor(Lapack<T>(), a, tau);

    /// <inheritdoc/>
    protected override void FactorPivotedQr<T>(MatrixView<T> a, Span<int> pivots, Span<T> tau, Span<T> workspace) =>
        NativeQr.FactorPivoted(Lapack<T>(), a, pivots, tau);

    /// <inheritdoc/>
    protected override void FormQ<T>(
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> q,
        Span<T> workspace
    ) => NativeQr.FormQ(Lapack<T>(), factors, tau, q);

    /// <inheritdoc/>
    protected override void ApplyQ<T>(
        QSide side,
        bool transposed,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c,
        Span<T> workspace
    ) => NativeQr.ApplyQ(Lapack<T>(), side, transposed, factors, tau, c);

    /// <inheritdoc/>
    protected override bool TryDecompose<T>(
        ReadOnlyMatrixView<T> a,
        SingularVectors vectors,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        Span<T> workspace
    ) => NativeSvd.TryDecompose(Lapack<T>(), a, vectors, u, s, vt);

    /// <summary>The routines of one precision, and the library at this provider's number of threads.</summary>
    private Cblas<T> Blas<T>()
        where T : unmanaged
    {
        library.UseThreads(Threads);
        return typeof(T) == typeof(float) ? (Cblas<T>)(object)library.SingleBlas
            : typeof(T) == typeof(double) ? (Cblas<T>)(object)library.DoubleBlas
            : throw Unsupported(typeof(T));
    }

    /// <inheritdoc cref="Blas{T}"/>
    private Lapacke<T> Lapack<T>()
        where T : unmanaged
    {
        library.UseThreads(Threads);
        return typeof(T) == typeof(float) ? (Lapacke<T>)(object)library.Lapack.Single
            : typeof(T) == typeof(double) ? (Lapacke<T>)(object)library.Lapack.Double
            : throw Unsupported(typeof(T));
    }

    private static NotSupportedException Unsupported(Type type) =>
        new($"Matrices of {type.Name} are not supported; float and double are.");
}
