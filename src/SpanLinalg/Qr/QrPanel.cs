using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>QR of a few columns, one reflector at a time (LAPACK: geqr2).</summary>
internal static class QrPanel
{
    /// <summary>Factors a panel in place.</summary>
    /// <param name="kernels">The kernels to compute with.</param>
    /// <param name="panel">m × n with contiguous columns; becomes R above and the reflectors below the diagonal.</param>
    /// <param name="tau">min(m, n) factors τ.</param>
    /// <param name="products">Scratch for n elements.</param>
    public static void Factor<T>(KernelSet<T> kernels, MatrixView<T> panel, Span<T> tau, Span<T> products)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int reflectors = Math.Min(panel.Rows, panel.Columns);
        for (int j = 0; j < reflectors; j++)
        {
            int rows = panel.Rows - j;
            VectorView<T> column = panel.Column(j).Slice(j, rows);
            tau[j] = Householder.Generate(kernels, ref column[0], column.Slice(1, rows - 1));

            int right = panel.Columns - j - 1;
            if (right > 0 && !T.IsZero(tau[j]))
            {
                // The rest of the panel: A ← A − τ·v·(Aᵀv)ᵀ, with v's leading 1 in the place of β for the moment.
                T beta = column[0];
                column[0] = T.One;
                MatrixView<T> rest = panel.Slice(j, j + 1, rows, right);
                Span<T> product = products[..right];
                product.Clear();
                kernels.MultiplyAdd(T.One, rest.Transposed, column, product);
                kernels.AddOuterProduct(-tau[j], column, product, rest);
                column[0] = beta;
            }
        }
    }
}
