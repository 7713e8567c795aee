using System.Numerics;

namespace SpanLinalg.Latency;

internal static partial class Probe
{
    static partial void Prepare(string name, int size, string type, Preparation preparation)
    {
        Action work = type == "f64" ? Work<double>(name, size) : Work<float>(name, size);
        if (preparation == Preparation.Call)
        {
            work();
        }
        else
        {
            Warmup.Optimize(work);
        }
    }

    private static Action Work<T>(string name, int size)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        name switch
        {
            "gemm" => () => Warmup.Gemm<T>(size, size, size),
            "qr" => () => Warmup.Qr<T>(size, size),
            "svd" => () => Warmup.Svd<T>(size, size),
            _ => () =>
            {
                Warmup.Qr<T>(Request<T>.QrSize, Request<T>.QrSize);
                Warmup.Svd<T>(Request<T>.SvdSize, Request<T>.SvdSize);
            },
        };
}
