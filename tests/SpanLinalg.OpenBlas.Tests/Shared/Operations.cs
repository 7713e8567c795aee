using System.Numerics;
using SpanLinalg.OpenBlas.Tests;

namespace SpanLinalg.Tests;

// In this namespace these names win over those of SpanLinalg: the core's tests, compiled here, run over the native provider without
// knowing it. It rents its own scratch, so the workspaces have no elements, and none to be overwritten.

internal static class Gemm
{
    public static int WorkspaceLength<T>(int m, int n, int k) => 0;

    public static void Multiply<T>(ReadOnlyMatrixView<T> a, ReadOnlyMatrixView<T> b, MatrixView<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Native.Provider.Multiply(T.One, a, b, T.Zero, c);

    public static void Multiply<T>(
        T alpha,
        ReadOnlyMatrixView<T> a,
        ReadOnlyMatrixView<T> b,
        T beta,
        MatrixView<T> c,
        Span<T> workspace = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Native.Provider.Multiply(alpha, a, b, beta, c);
}

internal static class Gemv
{
    public static void Multiply<T>(T alpha, ReadOnlyMatrixView<T> a, ReadOnlyVectorView<T> x, T beta, VectorView<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Native.Provider.Multiply(alpha, a, x, beta, y);
}

internal static class Qr
{
    public static int FactorWorkspaceLength<T>(int m, int n) => 0;

    public static int FormQWorkspaceLength<T>(int m, int n, int columns) => 0;

    public static int ApplyQWorkspaceLength<T>(QSide side, ReadOnlyMatrixView<T> factors, MatrixView<T> c)
        where T : unmanaged => 0;

    public static void Factor<T>(MatrixView<T> a, Span<T> tau, Span<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Native.Provider.FactorQr(a, tau);

    public static int FactorPivotedWorkspaceLength<T>(int m, int n) => 0;

    public static void FactorPivoted<T>(MatrixView<T> a, Span<int> pivots, Span<T> tau, Span<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Native.Provider.FactorPivotedQr(a, pivots, tau);

    public static void FormQ<T>(ReadOnlyMatrixView<T> factors, ReadOnlySpan<T> tau, MatrixView<T> q, Span<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Native.Provider.FormQ(factors, tau, q);

    public static void ApplyQ<T>(
        QSide side,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Native.Provider.ApplyQ(side, transposed: false, factors, tau, c);

    public static void ApplyQTransposed<T>(
        QSide side,
        ReadOnlyMatrixView<T> factors,
        ReadOnlySpan<T> tau,
        MatrixView<T> c,
        Span<T> workspace
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Native.Provider.ApplyQ(side, transposed: true, factors, tau, c);

    public static QrFactors<T> Thin<T>(ReadOnlyMatrixView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int k = Math.Min(a.Rows, a.Columns);
        Matrix<T> factors = new(a);
        T[] tau = new T[k];
        Native.Provider.FactorQr(factors.View, tau);
        QrFactors<T> result = new(new(a.Rows, k), new(k, a.Columns));
        Native.Provider.FormQ<T>(factors, tau, result.Q);
        for (int i = 0; i < k; i++)
        {
            for (int j = i; j < a.Columns; j++)
            {
                result.R[i, j] = factors[i, j];
            }
        }
        return result;
    }
}

internal static class Svd
{
    public static int ThinWorkspaceLength<T>(int m, int n) => 0;

    public static int FullWorkspaceLength<T>(int m, int n) => 0;

    public static int ValuesWorkspaceLength<T>(int m, int n) => 0;

    public static void Thin<T>(ReadOnlyMatrixView<T> a, MatrixView<T> u, Span<T> s, MatrixView<T> vt, Span<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Native.Provider.ThinSvd(a, u, s, vt);

    public static void Full<T>(ReadOnlyMatrixView<T> a, MatrixView<T> u, Span<T> s, MatrixView<T> vt, Span<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Native.Provider.FullSvd(a, u, s, vt);

    public static void Values<T>(ReadOnlyMatrixView<T> a, Span<T> s, Span<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Native.Provider.SingularValues(a, s);
}
