using System.Collections.Concurrent;

namespace SpanLinalg.Lora;

/// <summary>
/// VeRA: ΔW ≈ diag(b)·B·diag(d)·A with random frozen frames B and A, which layers of one shape share; b and d are
/// trained.
/// </summary>
/// <param name="seed">The seed of the frames.</param>
/// <remarks>
/// Alternating least squares from b = 1. For fixed b the d is a linear fit whose normal matrix is the Hadamard product
/// of two Gram matrices, (B̃ᵀB̃)∘(AAᵀ), solved by QR; for fixed d each bᵢ is a regression of one row. The product is
/// never formed. Zero is a member of the family, so the error never exceeds ‖ΔW‖.
/// </remarks>
public sealed class VeraMethod(uint seed)
    : LayerwiseMethod("VeRA", "Kopiczko, Blankevoort and Asano, VeRA: Vector-based random matrix adaptation, 2024")
{
    /// <summary>The paper's largest models use it; the fit costs its cube.</summary>
    private const int LargestRank = 256;
    private const int MostSweeps = 20;
    private const double Stagnation = 1e-3;
    private const double Rounding = 1e-13;

    private readonly ConcurrentDictionary<(int Rows, int Columns, int Rank), Lazy<Frames>> drawn = new();

    /// <inheritdoc/>
    public override UpdateFamily Family => UpdateFamily.FrozenFrame;

    /// <inheritdoc/>
    protected override long Least(LayerUpdate layer) => layer.Rows + 1L;

    /// <inheritdoc/>
    protected override LayerFit FitLayer(LayerUpdate layer, long budget)
    {
        int rank = (int)Math.Min(budget - layer.Rows, Math.Min(LargestRank, Math.Min(layer.Rows, layer.Columns)));
        (Matrix<double> frame, Matrix<double> a, Matrix<double> gramOfA) = FramesOf(layer.Rows, layer.Columns, rank);
        Matrix<double> image = new(layer.Rows, rank); // ΔW·Aᵀ
        layer.Multiply(a.Transposed, image);

        double[] b = new double[layer.Rows];
        b.AsSpan().Fill(1);
        double[] d = new double[rank];
        double error = layer.Norm;
        for (int sweep = 0; sweep < MostSweeps && layer.Norm > 0; sweep++)
        {
            double[] nextD = FitColumns(frame, b, image, gramOfA);
            (double[] nextB, double kept) = FitRows(frame, nextD, image, gramOfA);
            double next = Math.Sqrt(Math.Max(0, (layer.Norm * layer.Norm) - kept));
            double improvement = error - next;
            if (improvement > 0)
            {
                (b, d, error) = (nextB, nextD, next);
            }
            if (improvement <= Stagnation * error)
            {
                break;
            }
        }
        Matrix<double> Reconstruct() => Product(frame, b, d, a);
        return new(layer.Rows + rank, $"r = {rank}", layer.Checked(error, Reconstruct), Reconstruct);
    }

    private Frames FramesOf(int rows, int columns, int rank) =>
        drawn.GetOrAdd((rows, columns, rank), _ => new(() => Frames.Draw(seed, rows, columns, rank))).Value;

    /// <summary>d for fixed b.</summary>
    private static double[] FitColumns(Matrix<double> frame, double[] b, Matrix<double> image, Matrix<double> gramOfA)
    {
        int rank = frame.Columns;
        using RentedMatrix rented = new(frame.Rows, rank);
        MatrixView<double> left = rented.View;
        Scale(frame, rows: b, columns: null, left);
        Matrix<double> normal = new(rank, rank);
        Gemm.Multiply(left.Transposed, left, normal);
        double trace = 0;
        for (int k = 0; k < normal.Elements.Length; k++)
        {
            normal.Elements[k] *= gramOfA.Elements[k];
        }
        Matrix<double> right = new(rank, 1);
        for (int k = 0; k < rank; k++)
        {
            right[k, 0] = Blas1.Dot(left.Column(k), image.View.Column(k));
            trace += normal[k, k];
        }
        for (int k = 0; k < rank; k++)
        {
            // At the level of rounding, so that a b with zeros leaves no singular matrix.
            normal[k, k] += (Rounding * trace) + double.Epsilon;
        }
        double[] d = new double[rank];
        Qr.LeastSquares(normal, right, new MatrixView<double>(d, rank, 1), parallelism: Parallelism.None);
        return d;
    }

    /// <summary>b for fixed d, and the part of ‖ΔW‖² that the fit keeps.</summary>
    private static (double[] B, double Kept) FitRows(
        Matrix<double> frame,
        double[] d,
        Matrix<double> image,
        Matrix<double> gramOfA
    )
    {
        using RentedMatrix rented = new(frame.Rows, frame.Columns);
        MatrixView<double> left = rented.View;
        Scale(frame, rows: null, columns: d, left);
        using RentedMatrix weighted = new(frame.Rows, frame.Columns);
        Gemm.Multiply(left, gramOfA, weighted.View);
        double[] b = new double[left.Rows];
        double kept = 0;
        for (int i = 0; i < b.Length; i++)
        {
            double product = Blas1.Dot(left.Row(i), image.View.Row(i));
            double energy = Blas1.Dot(left.Row(i), weighted.View.Row(i));
            b[i] = energy > 0 ? product / energy : 0;
            kept += b[i] * product;
        }
        return (b, kept);
    }

    private static Matrix<double> Product(Matrix<double> frame, double[] b, double[] d, Matrix<double> a)
    {
        Matrix<double> product = new(frame.Rows, a.Columns);
        Matrix<double> left = new(frame.Rows, frame.Columns);
        Scale(frame, b, d, left);
        Gemm.Multiply(left, a, product);
        return product;
    }

    /// <summary>Writes diag(rows)·M·diag(columns); null stands for ones.</summary>
    private static void Scale(Matrix<double> matrix, double[]? rows, double[]? columns, MatrixView<double> scaled)
    {
        for (int i = 0; i < matrix.Rows; i++)
        {
            double factor = rows?[i] ?? 1;
            ReadOnlyVectorView<double> source = matrix.View.Row(i);
            VectorView<double> row = scaled.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = factor * (columns?[j] ?? 1) * source[j];
            }
        }
    }

    /// <summary>What layers of one shape share.</summary>
    /// <param name="B">rows × rank.</param>
    /// <param name="A">rank × columns.</param>
    /// <param name="GramOfA">A·Aᵀ.</param>
    private sealed record Frames(Matrix<double> B, Matrix<double> A, Matrix<double> GramOfA)
    {
        public static Frames Draw(uint seed, int rows, int columns, int rank)
        {
            NumpyRandom random = RandomStreams.For(seed, RandomStreams.Frames);
            Matrix<double> a = new(rank, columns);
            Matrix<double> b = new(rows, rank);
            random.FillNormal(a.Elements);
            random.FillNormal(b.Elements);
            Matrix<double> gram = new(rank, rank);
            Gemm.Multiply(a, a.Transposed, gram);
            return new(b, a, gram);
        }
    }
}
