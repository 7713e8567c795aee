using System.Numerics;
using System.Runtime.InteropServices;

namespace SpanLinalg.Lora;

/// <summary>Sums over all entries of dense matrices.</summary>
internal static class Dense
{
    /// <summary>‖A‖_F.</summary>
    public static double Norm(ReadOnlyMatrixView<double> a) => Math.Sqrt(InnerProduct(a, a));

    /// <summary>Σ A∘B.</summary>
    public static double InnerProduct(ReadOnlyMatrixView<double> a, ReadOnlyMatrixView<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Rows; i++)
        {
            sum += InnerProduct(a.Row(i), b.Row(i));
        }
        return sum;
    }

    /// <summary>aᵀb.</summary>
    public static double InnerProduct(ReadOnlyVectorView<double> a, ReadOnlyVectorView<double> b)
    {
        if (a.Length > 0 && a.Stride == 1 && b.Stride == 1)
        {
            return InnerProduct(
                MemoryMarshal.CreateReadOnlySpan(in a[0], a.Length),
                MemoryMarshal.CreateReadOnlySpan(in b[0], a.Length)
            );
        }
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /// <summary>aᵀb.</summary>
    public static double InnerProduct(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(a);
        ReadOnlySpan<Vector<double>> others = MemoryMarshal.Cast<double, Vector<double>>(b);
        Vector<double> sums = default;
        for (int i = 0; i < vectors.Length; i++)
        {
            sums += vectors[i] * others[i];
        }
        double sum = Vector.Sum(sums);
        for (int i = vectors.Length * Vector<double>.Count; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /// <summary>Below this part of a norm, rounding has taken the digits of a <see cref="Remainder"/>.</summary>
    public const double LeastRemainder = 1e-5;

    /// <summary>√(‖A‖² − ‖P‖²): what an orthogonal projection P leaves of A, by Pythagoras.</summary>
    public static double Remainder(double norm, double kept) => Math.Sqrt(Math.Max(0, (norm - kept) * (norm + kept)));

    /// <summary>A − B as a new matrix.</summary>
    public static Matrix<double> Difference(Matrix<double> a, Matrix<double> b)
    {
        Matrix<double> difference = new(a);
        Add(difference.Elements, -1, b.Elements);
        return difference;
    }

    /// <summary>y ← y + α·x.</summary>
    public static void Add(Span<double> y, double alpha, ReadOnlySpan<double> x)
    {
        Span<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(y);
        ReadOnlySpan<Vector<double>> others = MemoryMarshal.Cast<double, Vector<double>>(x);
        for (int i = 0; i < vectors.Length; i++)
        {
            vectors[i] += alpha * others[i];
        }
        for (int i = vectors.Length * Vector<double>.Count; i < y.Length; i++)
        {
            y[i] += alpha * x[i];
        }
    }

    /// <summary>The index of the first number that is NaN or infinite, or −1.</summary>
    public static int IndexOfNotFinite(this Span<double> elements)
    {
        for (int i = 0; i < elements.Length; i++)
        {
            if (!double.IsFinite(elements[i]))
            {
                return i;
            }
        }
        return -1;
    }
}
