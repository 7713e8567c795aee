using System.Collections.Concurrent;

namespace SpanLinalg.Lora;

/// <summary>The frozen weight W₀ under an update, and what methods derive from it once for all budgets.</summary>
/// <remarks>Several layers may share one, on several threads.</remarks>
public sealed class BaseWeight
{
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<(Type Method, int Rank), Lazy<QuantizedBase>> quantized = new();
    private LowRankFactors? frame;

    private BaseWeight(Matrix<double> weight, bool isStandIn)
    {
        Weight = weight;
        IsStandIn = isStandIn;
        Norm = weight.FrobeniusNorm();
    }

    /// <summary>W₀, rows × columns.</summary>
    public Matrix<double> Weight { get; }

    /// <summary>Whether it is drawn at random for want of the real one.</summary>
    public bool IsStandIn { get; }

    /// <summary>‖W₀‖_F.</summary>
    public double Norm { get; }

    /// <summary>A real weight.</summary>
    /// <param name="weight">Finite entries; kept, not copied.</param>
    public static BaseWeight Of(Matrix<double> weight) => new(weight, isStandIn: false);

    /// <summary>
    /// A stand-in: independent normal entries of variance 1/columns, so that it keeps the length of an input on
    /// average.
    /// </summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="seed">The same seed gives the same weight.</param>
    public static BaseWeight Gaussian(int rows, int columns, uint seed)
    {
        Matrix<double> weight = new(rows, columns);
        RandomStreams.For(seed, RandomStreams.Base).FillNormal(weight.Elements);
        foreach (ref double entry in weight.Elements)
        {
            entry /= Math.Sqrt(columns);
        }
        return new(weight, isStandIn: true);
    }

    /// <summary>
    /// At least so many leading singular triplets of W₀; computed anew only where more are wanted than before.
    /// </summary>
    internal LowRankFactors Frame(int rank)
    {
        lock (gate)
        {
            if (frame is null || frame.S.Length < rank)
            {
                frame = LowRankFactors.Of(Weight, rank);
            }
            return frame;
        }
    }

    /// <summary>What a method made of W₀ for a rank; made at the first asking.</summary>
    internal QuantizedBase Quantized(Type method, int rank, Func<QuantizedBase> make) =>
        quantized.GetOrAdd((method, rank), _ => new(make)).Value;
}

/// <summary>A base in few bits.</summary>
/// <param name="Error">Q − W₀, Q being the base as the forward pass sees it.</param>
/// <param name="BitsPerWeight">What it takes to store.</param>
/// <param name="Errors">‖Q + BA − W₀‖_F after each iteration of the method's initialisation.</param>
internal sealed record QuantizedBase(Matrix<double> Error, double BitsPerWeight, IReadOnlyList<double> Errors);
