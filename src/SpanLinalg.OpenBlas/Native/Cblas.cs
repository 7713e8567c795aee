using System.Numerics;

namespace SpanLinalg.OpenBlas;

/// <summary>The routines of CBLAS that are used, over column-major matrices.</summary>
internal abstract unsafe class Cblas<T>
    where T : unmanaged
{
    /// <summary>C ← α·op(A)·op(B) + βC, where C is m × n and k is the inner dimension.</summary>
    public abstract void Gemm(
        bool transposeA,
        bool transposeB,
        int m,
        int n,
        int k,
        T alpha,
        T* a,
        int strideA,
        T* b,
        int strideB,
        T beta,
        T* c,
        int strideC
    );

    /// <summary>y ← α·op(A)·x + βy, where A is m × n as it is stored.</summary>
    public abstract void Gemv(
        bool transpose,
        int m,
        int n,
        T alpha,
        T* a,
        int strideA,
        T* x,
        int strideX,
        T beta,
        T* y,
        int strideY
    );
}

/// <summary>CBLAS in one precision and with one width of integers.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TInt">int (LP64) or long (ILP64).</typeparam>
internal sealed unsafe class Cblas<T, TInt>(SymbolTable symbols) : Cblas<T>
    where T : unmanaged
    where TInt : unmanaged, IBinaryInteger<TInt>
{
    // Values of CBLAS's enumerations (cblas.h), which are of type int whatever the width of the others.
    private const int ColumnMajor = 102;
    private const int NoTranspose = 111;
    private const int Transpose = 112;

    private static string Letter => typeof(T) == typeof(float) ? "s" : "d";

    private readonly delegate* unmanaged<
        int,
        int,
        int,
        TInt,
        TInt,
        TInt,
        T,
        T*,
        TInt,
        T*,
        TInt,
        T,
        T*,
        TInt,
        void> gemm = (delegate* unmanaged<int, int, int, TInt, TInt, TInt, T, T*, TInt, T*, TInt, T, T*, TInt, void>)
        symbols[$"cblas_{Letter}gemm"];

    private readonly delegate* unmanaged<int, int, TInt, TInt, T, T*, TInt, T*, TInt, T, T*, TInt, void> gemv =
        (delegate* unmanaged<int, int, TInt, TInt, T, T*, TInt, T*, TInt, T, T*, TInt, void>)
            symbols[$"cblas_{Letter}gemv"];

    public override void Gemm(
        bool transposeA,
        bool transposeB,
        int m,
        int n,
        int k,
        T alpha,
        T* a,
        int strideA,
        T* b,
        int strideB,
        T beta,
        T* c,
        int strideC
    ) =>
        gemm(
            ColumnMajor,
            transposeA ? Transpose : NoTranspose,
            transposeB ? Transpose : NoTranspose,
            TInt.CreateTruncating(m),
            TInt.CreateTruncating(n),
            TInt.CreateTruncating(k),
            alpha,
            a,
            TInt.CreateTruncating(strideA),
            b,
            TInt.CreateTruncating(strideB),
            beta,
            c,
            TInt.CreateTruncating(strideC)
        );

    public override void Gemv(
        bool transpose,
        int m,
        int n,
        T alpha,
        T* a,
        int strideA,
        T* x,
        int strideX,
        T beta,
        T* y,
        int strideY
    ) =>
        gemv(
            ColumnMajor,
            transpose ? Transpose : NoTranspose,
            TInt.CreateTruncating(m),
            TInt.CreateTruncating(n),
            alpha,
            a,
            TInt.CreateTruncating(strideA),
            x,
            TInt.CreateTruncating(strideX),
            beta,
            y,
            TInt.CreateTruncating(strideY)
        );
}
