using System.Numerics;
using SpanLinalg.Kernels;
using SpanLinalg.Simd;

namespace SpanLinalg;

/// <summary>What is done with U, S and Vᵀ, whether they are thin, full or truncated.</summary>
internal static class SingularFactors
{
    /// <summary>U·diag(s)·Vᵀ.</summary>
    public static Matrix<T> Reconstruct<T>(Matrix<T> u, T[] s, Matrix<T> vt)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> scaled = new(vt.Slice(0, 0, s.Length, vt.Columns));
        for (int i = 0; i < s.Length; i++)
        {
            KernelSet<T>.Default.Scale(s[i], scaled.Row(i));
        }
        return Gemm.Multiply(u.Slice(0, 0, u.Rows, s.Length), scaled);
    }

    /// <summary>V·diag(s)⁺·Uᵀ·B.</summary>
    public static Matrix<T> Solve<T>(Matrix<T> u, T[] s, Matrix<T> vt, ReadOnlyMatrixView<T> b, T? tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Arguments.CheckShape(b, u.Rows, b.Columns);
        Matrix<T> x = new(vt.Columns, b.Columns);
        Solve(u, s, vt, b, tolerance, x);
        return x;
    }

    /// <summary>V·diag(s)⁺·Uᵀ·b.</summary>
    public static T[] Solve<T>(Matrix<T> u, T[] s, Matrix<T> vt, ReadOnlyVectorView<T> b, T? tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Arguments.CheckLength(b, u.Rows);
        T[] x = new T[vt.Columns];
        Solve(u, s, vt, b.AsColumn(), tolerance, ((VectorView<T>)x).AsColumn());
        return x;
    }

    private static void Solve<T>(
        Matrix<T> u,
        T[] s,
        Matrix<T> vt,
        ReadOnlyMatrixView<T> b,
        T? tolerance,
        MatrixView<T> x
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (tolerance is { } given && !(given >= T.Zero))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), given, "A tolerance is zero or positive.");
        }

        T limit = tolerance ?? DefaultTolerance(u.Rows, vt.Columns, s);
        int rank = 0;
        while (rank < s.Length && s[rank] > limit)
        {
            rank++;
        }
        Matrix<T> coordinates = Gemm.Multiply(u.Slice(0, 0, u.Rows, rank).Transposed, b);
        for (int i = 0; i < rank; i++)
        {
            // By division: the singular value may be so small that it has no reciprocal.
            foreach (ref T element in coordinates.Row(i))
            {
                element /= s[i];
            }
        }
        Gemm.Multiply(vt.Slice(0, 0, rank, vt.Columns).Transposed, coordinates, x);
    }

    private static T DefaultTolerance<T>(int m, int n, T[] s)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        s.Length == 0
            ? T.Zero
            : T.CreateChecked(Math.Max(m, n)) * (Precision<T>.UnitRoundoff + Precision<T>.UnitRoundoff) * s[0];
}
