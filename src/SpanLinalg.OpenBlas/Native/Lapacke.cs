namespace SpanLinalg.OpenBlas;

/// <summary>How an SVD by LAPACK ended.</summary>
internal enum SvdOutcome
{
    Converged,
    NotConverged,

    /// <summary>LAPACK saw NaN in the matrix and did nothing.</summary>
    NotANumber,
}

/// <summary>The routines of LAPACKE that are used, over column-major matrices.</summary>
/// <remarks>
/// Those named <c>…_work</c>: they take a workspace, which comes from the array pool, and do not look for NaN, which is
/// done before, if it is asked for. A negative <c>info</c> is thrown as a <see cref="LapackException"/>.
/// </remarks>
internal abstract unsafe class Lapacke<T>
    where T : unmanaged
{
    /// <summary>A = QR in place.</summary>
    public abstract void Geqrf(int m, int n, T* a, int strideA, T* tau);

    /// <summary>AP = QR in place; the pivots are counted from zero.</summary>
    public abstract void Geqp3(int m, int n, T* a, int strideA, Span<int> pivots, T* tau);

    /// <summary>The first n columns of Q from k reflectors, in their place.</summary>
    public abstract void Orgqr(int m, int n, int k, T* q, int strideQ, T* tau);

    /// <summary>
    /// C ← op(Q)·C or C·op(Q), where C is m × n. Writes to the reflectors, and writes back what was there.
    /// </summary>
    public abstract void Ormqr(
        QSide side,
        bool transpose,
        int m,
        int n,
        int k,
        T* a,
        int strideA,
        T* tau,
        T* c,
        int strideC
    );

    /// <summary>The SVD by divide and conquer; A is lost.</summary>
    public abstract SvdOutcome Gesdd(
        SingularVectors vectors,
        int m,
        int n,
        T* a,
        int strideA,
        T* s,
        T* u,
        int strideU,
        T* vt,
        int strideVt
    );

    /// <summary>The SVD by QR iteration; A is lost.</summary>
    public abstract SvdOutcome Gesvd(
        SingularVectors vectors,
        int m,
        int n,
        T* a,
        int strideA,
        T* s,
        T* u,
        int strideU,
        T* vt,
        int strideVt
    );
}
