using static SpanLinalg.Lora.ComparisonReport;

namespace SpanLinalg.Lora;

/// <summary>All methods on one update, at equal numbers of trainable parameters.</summary>
public static class MethodComparison
{
    private const double LargestError = 0.999;

    /// <summary>Fits every method at every budget.</summary>
    /// <param name="subject">What is compared over.</param>
    /// <param name="options">Budgets, target, seed.</param>
    /// <param name="progress">Told before each method, on this thread; may be null.</param>
    /// <exception cref="ArgumentException">
    /// There is no layer, ΔW is zero, or the options have a <see cref="ComparisonOptions.Problem"/>.
    /// </exception>
    /// <exception cref="ConvergenceException">A singular value decomposition did not converge.</exception>
    /// <remarks>
    /// The same input gives the same bits on the same processor, whatever the number of threads. Layers are fitted in
    /// parallel. An update in factors is multiplied out only for the methods that look at single entries.
    /// </remarks>
    public static ComparisonReport Run(
        ComparisonSubject subject,
        ComparisonOptions options,
        IProgress<StudyProgress>? progress = null
    )
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<LayerUpdate> layers = subject.Layers;
        if ((subject.Problem() ?? options.Problem(layers)) is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        double updateNorm = SpectralNorms.RootSumSquares(layers.Select(layer => layer.Norm));
        double weightNorm = WeightNorm(layers);
        double baseNorm = SpectralNorms.RootSumSquares(layers.Select(layer => layer.Base.Norm));
        IReadOnlyList<long> budgets = options.BudgetsFor(layers);
        IReadOnlyList<IUpdateMethod> methods = UpdateMethods.All(options);
        FitFigures Figures(UpdateFit fit) => FiguresOf(fit, layers, updateNorm, weightNorm, baseNorm);

        // One after the other: what a large matrix is decomposed into depends on who asks first, and the bits must not.
        List<MethodResult> results = [];
        foreach (IUpdateMethod method in methods)
        {
            progress?.Report(new($"Fitting {method.Name}", (double)results.Count / (methods.Count + 1)));
            results.Add(AtBudgets(method, layers, budgets, Figures));
        }

        progress?.Report(new("Weighing", (double)methods.Count / (methods.Count + 1)));
        Recommender recommender = new(layers, options, budgets, methods, results, updateNorm, Figures);
        ComparisonReport report = new(
            options,
            subject.Description,
            layers.Count,
            [.. layers.Select(layer => $"{layer.Rows}×{layer.Columns}").Distinct()],
            layers.Sum(layer => layer.Entries),
            updateNorm,
            weightNorm,
            baseNorm,
            layers.Any(layer => layer.Base.IsStandIn),
            budgets,
            results,
            FrontierOf(results),
            recommender.Recommend(),
            subject.Notes
        );
        progress?.Report(new("Done", 1));
        return report;
    }

    /// <summary>From the largest budget down: what was decomposed for it serves the smaller ones.</summary>
    private static MethodResult AtBudgets(
        IUpdateMethod method,
        IReadOnlyList<LayerUpdate> layers,
        IReadOnlyList<long> budgets,
        Func<UpdateFit, FitFigures> figuresOf
    )
    {
        long least = method.LeastParameters(layers);
        FitFigures?[] figures = new FitFigures?[budgets.Count];
        if (method.QuantizesBase)
        {
            // Making a base takes one thread, and each rank has its own.
            int affordable = budgets.Count(budget => budget >= least);
            ParallelLoop.Run(affordable, i => figures[^(i + 1)] = figuresOf(method.Fit(layers, budgets[^(i + 1)])));
            return new(method.Name, method.Paper, method.QuantizesBase, least, figures);
        }
        FitFigures? larger = null;
        for (int i = budgets.Count - 1; i >= 0 && budgets[i] >= least; i--)
        {
            // What a larger budget could not use up is the best fit of this one too.
            larger = larger?.Parameters <= budgets[i] ? larger : figuresOf(method.Fit(layers, budgets[i]));
            figures[i] = larger;
        }
        return new(method.Name, method.Paper, method.QuantizesBase, least, figures);
    }

    private static FitFigures FiguresOf(
        UpdateFit fit,
        IReadOnlyList<LayerUpdate> layers,
        double updateNorm,
        double weightNorm,
        double baseNorm
    )
    {
        int iterations = fit.Layers.Max(layer => layer.BaseErrors.Count);
        double bits = fit.Layers.Select((layer, i) => layer.BaseBitsPerWeight * layers[i].Entries).Sum();
        return new(
            fit.Parameters,
            fit.Bytes,
            fit.Setting,
            fit.Error / updateNorm,
            weightNorm == 0 ? 0 : fit.Error / weightNorm,
            [
                .. Enumerable
                    .Range(0, iterations)
                    .Select(t => SpectralNorms.RootSumSquares(fit.Layers.Select(layer => layer.BaseErrors[t])))
                    .Select(error => baseNorm == 0 ? 0 : error / baseNorm),
            ],
            bits / layers.Sum(layer => layer.Entries)
        );
    }

    private static double WeightNorm(IReadOnlyList<LayerUpdate> layers)
    {
        double[] norms = new double[layers.Count];
        ParallelLoop.Run(
            norms.Length,
            i =>
            {
                using RentedMatrix sum = new(layers[i].Rows, layers[i].Columns);
                layers[i].CopyTo(sum.View);
                Blas1.AddScaled(1, layers[i].Base.Weight.Elements, sum.Elements);
                norms[i] = sum.View.FrobeniusNorm();
            }
        );
        return SpectralNorms.RootSumSquares(norms);
    }

    /// <summary>
    /// Of equals, which rounding may have set apart, the first method stays. Fits that keep next to nothing are no
    /// points of a frontier.
    /// </summary>
    private static List<FrontierPoint> FrontierOf(IReadOnlyList<MethodResult> results)
    {
        List<FrontierPoint> frontier = [];
        IEnumerable<FrontierPoint> points = results
            .Where(method => !method.QuantizesBase)
            .SelectMany(method =>
                method.AtBudgets.OfType<FitFigures>().Select(fit => new FrontierPoint(method.Name, fit))
            )
            .Where(point => point.Fit.Error <= LargestError)
            .OrderBy(point => point.Fit.Parameters)
            .ThenBy(point => Recommender.WithoutRounding(point.Fit.Error));
        foreach (FrontierPoint point in points)
        {
            if (
                frontier.Count == 0
                || Recommender.WithoutRounding(point.Fit.Error) < Recommender.WithoutRounding(frontier[^1].Fit.Error)
            )
            {
                frontier.Add(point);
            }
        }
        return frontier;
    }
}
