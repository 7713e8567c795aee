using System.Numerics;
using System.Runtime.CompilerServices;

namespace SpanLinalg.Latency;

/// <summary>What a small service does for one request: a QR of 6 × 6 and a thin SVD of 4 × 4.</summary>
internal sealed class Request<T> : Operation
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const int QrSize = 6;
    public const int SvdSize = 4;

    private readonly QrOperation<T> qr = new(QrSize);
    private readonly SvdOperation<T> svd = new(SvdSize);

    public override void AskForWorkspace()
    {
        qr.AskForWorkspace();
        svd.AskForWorkspace();
    }

    public override void AllocateWorkspace()
    {
        qr.AllocateWorkspace();
        svd.AllocateWorkspace();
    }

    public override void CompileLoop()
    {
        qr.CompileLoop();
        svd.CompileLoop();
        Run(0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int calls)
    {
        for (int i = 0; i < calls; i++)
        {
            qr.Run(1);
            svd.Run(1);
        }
    }
}
