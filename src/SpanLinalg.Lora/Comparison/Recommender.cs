using System.Globalization;
using static SpanLinalg.Lora.ComparisonReport;

namespace SpanLinalg.Lora;

/// <summary>The rule that chooses a method from the figures, and says why.</summary>
/// <remarks>
/// At the smallest budget at which any method over a full-precision base reaches the target with at most half of the
/// weights' own number of parameters, those whose file is smallest, or larger by a quarter at most, are chosen from,
/// and of them the simplest. For it the fewest parameters that still reach the target are searched. Where nothing of
/// that size reaches the target the update is of high rank, and the rank is named.
/// </remarks>
internal sealed class Recommender(
    IReadOnlyList<LayerUpdate> layers,
    ComparisonOptions options,
    IReadOnlyList<long> budgets,
    IReadOnlyList<IUpdateMethod> methods,
    IReadOnlyList<MethodResult> results,
    double updateNorm,
    Func<UpdateFit, FitFigures> figures
)
{
    /// <summary>What has more than this share of the weights' own parameters is no small adapter.</summary>
    private const double LargestShare = 0.5;
    private const int SearchSteps = 8;

    /// <summary>
    /// Files of nearly one size differ by what a rank more or less rounds to, and that decides nothing.
    /// </summary>
    private const double EqualBytes = 1.25;

    /// <summary>Beside the chosen method, these say what the update is made of.</summary>
    private static readonly string[] Yardsticks = ["LoRA", "sparse", "low-rank + sparse"];

    private readonly long sides = layers.Sum(layer => layer.Sides);
    private readonly long entries = layers.Sum(layer => layer.Entries);

    public Advice Recommend()
    {
        for (int i = 0; i < budgets.Count; i++)
        {
            int index = i;
            if (Simplest(methods.Select((method, m) => (method, results[m].AtBudgets[index]))) is var (method, fit))
            {
                return Chosen(method, Fewest(method, fit, budgets[i], below: i == 0 ? 0 : budgets[i - 1]), i);
            }
        }
        if (ChosenAtLargestShare() is { } chosen)
        {
            return chosen;
        }
        int rank = LoraRank();
        return budgets[^1] < LargestShare * entries ? TooSmall(rank) : HighRank(rank);
    }

    /// <summary>An error without the digits that depend on the order of operations.</summary>
    internal static double WithoutRounding(double error) => Math.Round(error, 9);

    /// <summary>
    /// Of the methods that are small and reach the target, the simplest with a file of nearly the smallest size; null
    /// if none does.
    /// </summary>
    private (IUpdateMethod Method, FitFigures Fit)? Simplest(IEnumerable<(IUpdateMethod Method, FitFigures? Fit)> fits)
    {
        (IUpdateMethod Method, FitFigures Fit)[] reached =
        [
            .. fits.Where(row => row.Fit is not null && !row.Method.QuantizesBase && IsSmallAndReaches(row.Fit))
                .Select(row => (row.Method, row.Fit!)),
        ];
        return reached.Length == 0
            ? null
            : reached.First(row => row.Fit.Bytes <= EqualBytes * reached.Min(other => other.Fit.Bytes));
    }

    /// <summary>
    /// The choice at the largest share itself, where the budgets pass over it; null if nothing reaches the target
    /// there.
    /// </summary>
    private Advice? ChosenAtLargestShare()
    {
        long share = (long)(LargestShare * entries);
        int next = budgets.TakeWhile(budget => budget < share).Count();
        if (share == 0 || next == budgets.Count || budgets[next] == share)
        {
            return null;
        }
        IEnumerable<(IUpdateMethod, FitFigures?)> fits = methods
            .Where(method => !method.QuantizesBase && method.LeastParameters(layers) <= share)
            .Select(method => (method, (FitFigures?)figures(method.Fit(layers, share))));
        return Simplest(fits) is var (method, fit)
            ? Chosen(method, Fewest(method, fit, share, below: next == 0 ? 0 : budgets[next - 1]), next)
            : null;
    }

    private Advice Chosen(IUpdateMethod method, FitFigures fit, int budget)
    {
        int rank = LoraRank();
        string others = string.Join(
            ", ",
            Yardsticks.Where(name => name != method.Name).Select(name => $"{name} {ErrorAt(name, budget)}")
        );
        string reason =
            $"{method.Name} ({fit.Setting}) reaches an error of {Text(fit.Error)} with {fit.Parameters} parameters, "
            + $"{Percent((double)fit.Parameters / entries)} of the weights' own. At {budgets[budget]} parameters "
            + $"it leaves {ErrorAt(method.Name, budget)}; {others}.";
        if (method.Family != UpdateFamily.LowRank)
        {
            reason += $" LoRA alone would need rank {rank}, {rank * sides} parameters.";
        }
        return new(method.Family, method.Name, fit, rank, reason + Quantization(budget));
    }

    private Advice HighRank(int rank)
    {
        long breakEven = entries / sides;
        string reason =
            $"Nothing with at most half of the weights' own parameters reaches {Text(options.Target)}. LoRA reaches it "
            + $"at rank {rank} of {FullRank}"
            + (
                rank > breakEven
                    ? $", with {rank * sides} parameters where the full weights have {entries}: from rank "
                        + $"{breakEven + 1} on, full fine-tuning is smaller and exact. If it has to be an adapter, "
                        + $"take rank {rank}."
                    : $", {rank * sides} parameters of {entries}. Take that rank, or the full weights."
            );
        return new(
            UpdateFamily.HighRank,
            rank > breakEven ? "full" : "LoRA",
            null,
            rank,
            reason + Quantization(budgets.Count - 1)
        );
    }

    private Advice TooSmall(int rank)
    {
        (string method, FitFigures fit) = results
            .Where(method => !method.QuantizesBase && method.AtBudgets[^1] is not null)
            .Select(method => (method.Name, method.AtBudgets[^1]!))
            .MinBy(row => row.Item2.Error);
        string reason =
            $"No method reaches {Text(options.Target)} within {budgets[^1]} parameters; {method} comes nearest, with "
            + $"{Text(fit.Error)}. LoRA reaches it at rank {rank} of {FullRank}, {rank * sides} parameters: "
            + "compare at larger budgets.";
        return new(UpdateFamily.BudgetTooSmall, method, fit, rank, reason);
    }

    private int FullRank => layers.Max(layer => Math.Min(layer.Rows, layer.Columns));

    private bool IsSmallAndReaches(FitFigures fit) =>
        fit.Error <= options.Target && fit.Parameters <= LargestShare * entries;

    /// <summary>
    /// The fit with the fewest parameters that reaches the target, between a budget that did not and the one that did.
    /// </summary>
    private FitFigures Fewest(IUpdateMethod method, FitFigures fit, long budget, long below)
    {
        long low = Math.Max(below, method.LeastParameters(layers) - 1);
        long high = Math.Min(budget, fit.Parameters);
        for (int step = 0; step < SearchSteps && high - low > 1; step++)
        {
            long middle = low + ((high - low) / 2);
            FitFigures candidate = figures(method.Fit(layers, middle));
            if (candidate.Error <= options.Target)
            {
                (fit, high) = (candidate, Math.Min(middle, candidate.Parameters));
            }
            else
            {
                low = middle;
            }
        }
        return fit;
    }

    /// <summary>The smallest rank, the same for all layers, with which LoRA reaches the target.</summary>
    private int LoraRank()
    {
        double[][] values = new double[layers.Count][];
        ParallelLoop.Run(values.Length, i => values[i] = layers[i].SingularValues());
        int low = 1;
        int high = layers.Max(layer => layer.MaxRank);
        while (low < high)
        {
            int middle = (low + high) / 2;
            double missed = SpectralNorms.RootSumSquares(
                values.Select(s => SpectralNorms.Frobenius(s.AsSpan(Math.Min(middle, s.Length))))
            );
            (low, high) = missed <= options.Target * updateNorm ? (low, middle) : (middle + 1, high);
        }
        return low;
    }

    private string Quantization(int budget)
    {
        MethodResult[] quantized =
        [
            .. results.Where(method => method.QuantizesBase && method.AtBudgets[budget] is not null),
        ];
        if (quantized.Length == 0)
        {
            return "";
        }
        MethodResult best = quantized.MinBy(method => method.AtBudgets[budget]!.Error)!;
        FitFigures fit = best.AtBudgets[budget]!;
        return $" On a base of {fit.BaseBitsPerWeight.ToString("F2", CultureInfo.InvariantCulture)} bits the best at "
            + $"{budgets[budget]} parameters is {best.Name}: the weight is off by {Percent(fit.WeightError)}, "
            + (
                fit.Error > 1
                    ? $"{Text(fit.Error)} times the update itself, so what was learned drowns in the rounding if it is "
                        + "merged."
                    : $"{Text(fit.Error)} of the update."
            );
    }

    private string ErrorAt(string name, int budget)
    {
        MethodResult method = results.First(result => result.Name == name);
        return method.AtBudgets[budget] is { } fit ? Text(fit.Error) : $"needs {method.LeastParameters} parameters";
    }

    private static string Text(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    private static string Percent(double value) => $"{(100 * value).ToString("G3", CultureInfo.InvariantCulture)} %";
}
