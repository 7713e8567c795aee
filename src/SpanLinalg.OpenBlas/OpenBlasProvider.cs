using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg.OpenBlas;

/// <summary>OpenBLAS (gemm, gemv) and LAPACKE (geqrf, geqp3, orgqr, ormqr, gesdd, gesvd) behind the operations of this library.</summary>
/// <remarks>
/// Nothing native is loaded before <see cref="Load()"/> or <see cref="TryLoad"/> is called, and what they load stays. Where
/// the environment variable <see cref="EnvironmentVariable"/> holds the path of a library, it is that one or none; otherwise the
/// names that OpenBLAS usually has on the platform are tried in turn. LAPACKE is taken from OpenBLAS, from a library
/// beside it, or from one of LAPACKE's own names. Both widths of integers (LP64, ILP64) are recognised.
/// <para>
/// Views that are column-major, with any leading dimension, go to the library as they are, and row-major ones as their transposes. Other
/// strides go through one copy, rented from the array pool; so do the operands that LAPACK destroys, and a row-major matrix that is to be
/// factored in place. All memory is pinned during the call. The checks of arguments, and of finite elements, are those of the managed code.
/// All that took 60 to 80 ns more than the bare call in an 8 × 8 gemm, and 130 ns more than LAPACKE's own geqrf, which checks and allocates, too.
/// </para>
/// </remarks>
public sealed class OpenBlasProvider : LinearAlgebraProvider
{
    /// <summary>The environment variable that may hold the path of OpenBLAS.</summary>
    public const string EnvironmentVariable = "SPANLINALG_OPENBLAS";

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
    /// <exception cref="OpenBlasNotFoundException">No library will do; the message lists every path that was tried.</exception>
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
    public override void Multiply<T>(T alpha, ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> b, T beta, MatrixView<T> c)
    {
        Cblas<T> blas = Blas<T>();
        Gemm.CheckArguments(a, b, c);
        if (c.IsEmpty || a.Columns == 0 || T.IsZero(alpha))
        {
            // No product: the managed code scales or clears C, and needs no scratch for it.
            Gemm.Multiply(KernelSet<T>.Default, alpha, a, b, beta, c, []);
            return;
        }
        NativeProduct.Multiply(blas, alpha, a, b, beta, c);
    }

    /// <inheritdoc/>
    public override void Multiply<T>(T alpha, ReadOnlyMatrixView<T> a, ReadOnlyVectorView<T> x, T beta, VectorView<T> y)
    {
        Cblas<T> blas = Blas<T>();
        Gemv.CheckArguments(a, x, y);
        if (a.IsEmpty || T.IsZero(alpha))
        {
            // BLAS would not even scale y for a matrix without columns.
            Gemv.Multiply(KernelSet<T>.Default, alpha, a, x, beta, y, Parallelism.None);
            return;
        }
        NativeProduct.MultiplyVector(blas, alpha, a, x.AsColumn().Transposed, beta, y.AsColumn().Transposed);
    }

    /// <inheritdoc/>
    public override void FactorQr<T>(MatrixView<T> a, Span<T> tau, bool checkFinite = true)
    {
        Lapacke<T> lapack = Lapack<T>();
        int k = Math.Min(a.Rows, a.Columns);
        Arguments.CheckCapacity<T>(tau, k);
        T largest = Arguments.LargestMagnitude<T>(KernelSet<T>.Default, a, checkFinite);
        if (!a.IsEmpty)
        {
            int exponent = SafeRange<T>.ExponentForReflections(largest, a.Rows, a.Columns);
            SafeRange<T>.Scale(a, -exponent);
            NativeQr.Factor(lapack, a, tau);
            SafeRange<T>.ScaleTriangle(a, k, exponent);
        }
    }

    /// <inheritdoc/>
    public override void FactorPivotedQr<T>(MatrixView<T> a, Span<int> pivots, Span<T> tau, bool checkFinite = true)
    {
        Lapacke<T> lapack = Lapack<T>();
        Arguments.CheckCapacity<int>(pivots, a.Columns);
        int k = Math.Min(a.Rows, a.Columns);
        Arguments.CheckCapacity<T>(tau, k);
        T largest = Arguments.LargestMagnitude<T>(KernelSet<T>.Default, a, checkFinite);
        if (a.IsEmpty)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                pivots[j] = j;
            }
            return;
        }
        int exponent = SafeRange<T>.ExponentForReflections(largest, a.Rows, a.Columns);
        SafeRange<T>.Scale(a, -exponent);
        NativeQr.FactorPivoted(lapack, a, pivots, tau);
        SafeRange<T>.ScaleTriangle(a, k, exponent);
    }

    /// <inheritdoc/>
    public override void FormQ<T>(ReadOnlyMatrixView<T> factors, ReadOnlySpan<T> tau, MatrixView<T> q)
    {
        Lapacke<T> lapack = Lapack<T>();
        Qr.CheckFormQ(factors, tau, q);
        if (!q.IsEmpty)
        {
            NativeQr.FormQ(lapack, factors, tau, q);
        }
    }

    /// <inheritdoc/>
    public override void ApplyQ<T>(
        QSide side,
        bool transposed,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c
    )
    {
        Lapacke<T> lapack = Lapack<T>();
        Qr.CheckApplyQ(side, factors, tau, c);
        if (!c.IsEmpty && !factors.IsEmpty)
        {
            NativeQr.ApplyQ(lapack, side, transposed, factors, tau, c);
        }
    }

    /// <inheritdoc/>
    public override void ThinSvd<T>(
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        bool checkFinite = true
    ) => Decompose(a, SingularVectors.Thin, u, s, vt, checkFinite);

    /// <inheritdoc/>
    public override void FullSvd<T>(
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        bool checkFinite = true
    ) => Decompose(a, SingularVectors.Full, u, s, vt, checkFinite);

    /// <inheritdoc/>
    public override void SingularValues<T>(ReadOnlyMatrixView<T> a, Span<T> s, bool checkFinite = true) =>
        Decompose(a, SingularVectors.None, default, s, default, checkFinite);

    private void Decompose<T>(
        ReadOnlyMatrixView<T> a,
        SingularVectors vectors,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        bool checkFinite
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Lapacke<T> lapack = Lapack<T>();
        Svd.CheckArguments(a, vectors, u, s, vt);
        CheckFinite(a, checkFinite);
        NativeSvd.Decompose(lapack, a, vectors, u, s, vt);
    }

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

    private static void CheckFinite<T>(ReadOnlyMatrixView<T> a, bool wanted)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (wanted)
        {
            Arguments.CheckFinite(KernelSet<T>.Default, a);
        }
    }

    private static NotSupportedException Unsupported(Type type) =>
        new($"Matrices of {type.Name} are not supported; float and double are.");
}
