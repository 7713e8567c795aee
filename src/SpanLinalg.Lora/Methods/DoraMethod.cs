namespace SpanLinalg.Lora;

/// <summary>DoRA: Ŵ = diag(m)·(W₀ + BA)/‖W₀ + BA‖, a magnitude for each row and a direction of rank r.</summary>
/// <remarks>
/// With g = m/‖W₀ + BA‖ the family is Ŵ = diag(g)·W₀ + M: since diag(g)·BA has the rank of BA, M is any matrix of rank r. Alternating least squares
/// from g = 1, which is LoRA: for fixed M each gᵢ is a regression of one row on one row of W₀, for fixed g the best M is a truncated SVD.
/// No step raises the error, so it ends no worse than LoRA of the same rank.
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
        LowRankFactors best = layer.Leading(rank).Leading(rank);
        double error = best.Rest;
        double stagnation = layer.Entries <= SmallUpdate ? Stagnation : QuickStagnation;
        if (error > Rounding * layer.Norm)
        {
            using RentedMatrix update = new(layer.Rows, layer.Columns);
            using RentedMatrix rented = new(layer.Rows, layer.Columns);
            MatrixView<double> residual = rented.View;
            layer.CopyTo(update.View);
            for (int sweep = 0; sweep < MostSweeps; sweep++)
            {
                update.View.CopyTo(residual);
                best.MultiplyInto(residual, -1, 1);
                double[] regressed = Regress(residual, weight);

                update.View.CopyTo(residual);
                AddScaledRows(residual, regressed, weight, -1);
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
                AddScaledRows(product, stretch, weight, 1);
                return product;
            }
        );
    }

    /// <summary>For each row the factor by which the row of W comes nearest to the target's.</summary>
    private static double[] Regress(ReadOnlyMatrixView<double> target, ReadOnlyMatrixView<double> weight)
    {
        double[] factors = new double[target.Rows];
        for (int i = 0; i < factors.Length; i++)
        {
            double energy = Dense.InnerProduct(weight.Row(i), weight.Row(i));
            factors[i] = energy == 0 ? 0 : Dense.InnerProduct(target.Row(i), weight.Row(i)) / energy;
        }
        return factors;
    }

    private static void AddScaledRows(
        MatrixView<double> c,
        double[] factors,
        ReadOnlyMatrixView<double> weight,
        double sign
    )
    {
        for (int i = 0; i < c.Rows; i++)
        {
            VectorView<double> row = c.Row(i);
            ReadOnlyVectorView<double> source = weight.Row(i);
            double factor = sign * factors[i];
            for (int j = 0; j < row.Length; j++)
            {
                row[j] += factor * source[j];
            }
        }
    }
}
