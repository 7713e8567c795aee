namespace SpanLinalg.Lora;

/// <summary>DoRA: Ŵ = diag(m)·(W₀ + BA)/‖W₀ + BA‖, a magnitude for each row and a direction of rank r.</summary>
/// <remarks>
/// With g = m/‖W₀ + BA‖ the family is Ŵ = diag(g)·W₀ + M: since diag(g)·BA has the rank of BA, M is any matrix of rank
/// r. Alternating least squares from g = 1, which is LoRA: for fixed M each gᵢ is a regression of one row on one row of
/// W₀, for fixed g the best M is a truncated SVD. No step raises the error, so it ends no worse than LoRA of the same
/// rank.
/// </remarks>
public sealed class DoraMethod()
    : LayerwiseMethod("DoRA", "Liu et al., DoRA: Weight-decomposed low-rank adaptation, 2024")
{
    private const int MostSweeps = 50;
    private const double Stagnation = 1e-4;

    /// <summary>Of more entries than this, a sweep has to gain more to be worth its time.</summary>
    private const int SmallUpdate = 1 << 16;
    private const double QuickStagnation = 1e-3;
    private const double Rounding = 1e-12;

    /// <inheritdoc/>
    public override UpdateFamily Family => UpdateFamily.LowRank;

    /// <inheritdoc/>
    protected override long Least(LayerUpdate layer) => layer.Sides + layer.Rows;

    /// <inheritdoc/>
    protected override LayerFit FitLayer(LayerUpdate layer, long budget)
    {
        int rank = LoraMethod.RankFor(layer, budget - layer.Rows);
        Matrix<double> weight = layer.Base.Weight;
        double[] stretch = new double[layer.Rows]; // g − 1
        LowRankFactors best = layer.Triplets.Leading(rank);
        double error = best.Rest;
        double stagnation = layer.Entries <= SmallUpdate ? Stagnation : QuickStagnation;
        if (error > Rounding * layer.Norm)
        {
            using RentedMatrix update = new(layer.Rows, layer.Columns);
            using RentedMatrix rented = new(layer.Rows, layer.Columns);
            MatrixView<double> residual = rented.View;
            layer.CopyTo(update.View);
            RowRegression regression = new(update.View, weight);
            for (int sweep = 0; sweep < MostSweeps; sweep++)
            {
                double[] regressed = regression.Beside(best);
                update.View.CopyTo(residual);
                AddScaledRows(rented.Elements, regressed, weight, -1);
                LowRankFactors next = LowRankFactors.Step(residual, rank);
                double improvement = error - next.Rest;
                if (improvement > 0)
                {
                    (best, error, stretch) = (next, next.Rest, regressed);
                }
                if (improvement <= stagnation * error)
                {
                    break;
                }
            }
        }
        return new(
            (rank * layer.Sides) + layer.Rows,
            $"r = {rank}",
            error,
            () =>
            {
                Matrix<double> product = best.Product();
                AddScaledRows(product.Elements, stretch, weight, 1);
                return product;
            }
        );
    }

    /// <summary>Adds the rows of W, each by its own factor, to the rows of a matrix of the same shape.</summary>
    private static void AddScaledRows(Span<double> c, double[] factors, Matrix<double> weight, double sign)
    {
        for (int i = 0; i < factors.Length; i++)
        {
            Range row = (i * weight.Columns)..((i + 1) * weight.Columns);
            Blas1.AddScaled(sign * factors[i], weight.Elements[row], c[row]);
        }
    }

    /// <summary>For each row of W the factor by which it comes nearest to the row of ΔW − M.</summary>
    /// <remarks>
    /// Its parts that do not depend on M are taken once. The difference is never formed: its products with rows of W
    /// follow from those with the factors of M.
    /// </remarks>
    private sealed class RowRegression
    {
        private readonly Matrix<double> weight;
        private readonly double[] products;
        private readonly double[] energies;

        public RowRegression(ReadOnlyMatrixView<double> update, Matrix<double> weight)
        {
            this.weight = weight;
            products = new double[weight.Rows];
            energies = new double[weight.Rows];
            for (int i = 0; i < products.Length; i++)
            {
                ReadOnlyVectorView<double> row = weight.View.Row(i);
                products[i] = Blas1.Dot(update.Row(i), row);
                energies[i] = Blas1.Dot(row, row);
            }
        }

        public double[] Beside(LowRankFactors m)
        {
            Matrix<double> images = new(weight.Rows, m.S.Length); // W·V
            Gemm.Multiply(weight, m.Vt.Transposed, images);
            double[] factors = new double[weight.Rows];
            for (int i = 0; i < factors.Length; i++)
            {
                double product = products[i];
                for (int k = 0; k < m.S.Length; k++)
                {
                    product -= m.U[i, k] * m.S[k] * images[i, k];
                }
                factors[i] = energies[i] == 0 ? 0 : product / energies[i];
            }
            return factors;
        }
    }
}
