using System.Numerics;
using SpanLinalg.OpenBlas.Tests;

namespace SpanLinalg.Tests;

// In this namespace these names win over those of SpanLinalg: the core's tests, compiled here, run over the native
// provider without knowing it. It rents its own scratch, so the workspaces have no elements, and none to be
// overwritten.

internal static class Gemm
{
    public static int WorkspaceLength<T>(int m, int n, int k) => 0;

    public static void Multiply<T>(ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> b, MatrixView<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Native.Provider.Gemm.Multiply(T.One, a, b, T.Zero, c);

    public static void Multiply<T>(
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        T beta,
        MatrixView<T> c,
        Span<T> workspace = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Native.Provider.Gemm.Multiply(alpha, a, b, beta, c);
}

internal static class Gemv
{
    public static void Multiply<T>(T alpha, ReadOnlyMatrixView<T> a, ReadOnlyVectorView<T> x, T beta, VectorView<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Native.Provider.Gemv.Multiply(alpha, a, x, beta, y);
}

internal static class Qr
{
    public static int FactorWorkspaceLength<T>(int m, int n) => 0;

    public static int FormQWorkspaceLength<T>(int m, int n, int columns) => 0;

    public static int ApplyQWorkspaceLength<T>(QSide side, ReadOnlyMatrixView<T> factors, MatrixView<T> c)
        where T : unmanaged => 0;

    public static void Factor<T>(MatrixView<T> a, Span<T> tau, Span<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Native.Provider.Qr.Factor(a, tau);

    public static int FactorPivotedWorkspaceLength<T>(int m, int n) => 0;

    public static void FactorPivoted<T>(MatrixView<T> a, Span<int> pivots, Span<T> tau, Span<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Native.Provider.Qr.FactorPivoted(a, pivots, tau);

    public static void FormQ<T>(ReadOnlyMatrixView<T> factors, ReadOnlySpan<T> tau, MatrixView<T> q, Span<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Native.Provider.Qr.FormQ(factors, tau, q);

    public static void ApplyQ<T>(
        QSide side,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Native.Provider.Qr.ApplyQ(side, factors, tau, c);

    public static void ApplyQTransposed<T>(
        QSide side,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Native.Provider.Qr.ApplyQTransposed(side, factors, tau, c);

    public static QrFactors<T> Thin<T>(ReadOnlyMatrixView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Native.Provider.Qr.Thin(a);
}

internal static class Svd
{
    public static int ThinWorkspaceLength<T>(int m, int n) => 0;

    public static int FullWorkspaceLength<T>(int m, int n) => 0;

    public static int ValuesWorkspaceLength<T>(int m, int n) => 0;

    public static void Thin<T>(ReadOnlyMatrixView<T> a, MatrixView<T> u, Span<T> s, MatrixView<T> vt, Span<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Native.Provider.Svd.Thin(a, u, s, vt);

    public static void Full<T>(ReadOnlyMatrixView<T> a, MatrixView<T> u, Span<T> s, MatrixView<T> vt, Span<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Native.Provider.Svd.Full(a, u, s, vt);

    public static void Values<T>(ReadOnlyMatrixView<T> a, Span<T> s, Span<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Native.Provider.Svd.Values(a, s);
}
