using System.Numerics;

namespace SpanLinalg.Latency;

/// <summary>One operation of one size, with everything it needs owned by the caller.</summary>
/// <remarks>
/// <see cref="Run"/> loops in code that is optimised from its first call, over a call that the runtime compiles as it
/// does any caller's: quickly first, and again when it is called often.
/// </remarks>
internal abstract class Operation
{
    /// <summary>Asks the library how much scratch the operation wants.</summary>
    public virtual void AskForWorkspace() { }

    /// <summary>Allocates that scratch.</summary>
    public virtual void AllocateWorkspace() { }

    /// <summary>Calls the operation so many times.</summary>
    public abstract void Run(int calls);

    public void RunOnce() => Run(1);

    /// <summary>Compiles the loop, which is not the library's.</summary>
    public virtual void CompileLoop() => Run(0);

    /// <summary>
    /// What <see cref="Run"/> does beside the operation: restores the input, where that is destroyed.
    /// </summary>
    public virtual void Restore(int calls) { }

    public static Operation Create(string name, int size, string type) =>
        type switch
        {
            "f64" => Create<double>(name, size),
            "f32" => Create<float>(name, size),
            _ => throw new ArgumentException($"There is no type {type}: f64 or f32.", nameof(type)),
        };

    private static Operation Create<T>(string name, int size)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        name switch
        {
            "gemm" => new GemmOperation<T>(size),
            "qr" => new QrOperation<T>(size),
            "svd" => new SvdOperation<T>(size),
            "request" => new Request<T>(),
            _ => throw new ArgumentException($"There is no operation {name}: gemm, qr, svd or request.", nameof(name)),
        };

    /// <summary>Elements between −½ and ½, the same in every process.</summary>
    protected static T[] RandomElements<T>(int length, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(seed);
        T[] elements = new T[length];
        foreach (ref T element in elements.AsSpan())
        {
            element = T.CreateChecked(random.NextDouble() - 0.5);
        }
        return elements;
    }
}

/// <summary>Does nothing: what measuring it yields is the cost of measuring.</summary>
internal sealed class EmptyOperation : Operation
{
    public override void Run(int calls) { }
}
