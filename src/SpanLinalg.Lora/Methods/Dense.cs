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
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /// <summary>A − B as a new matrix.</summary>
    public static Matrix<double> Difference(Matrix<double> a, Matrix<double> b)
    {
        Matrix<double> difference = new(a);
        Span<double> elements = difference.Elements;
        ReadOnlySpan<double> subtrahend = b.Elements;
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] -= subtrahend[i];
        }
        return difference;
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
