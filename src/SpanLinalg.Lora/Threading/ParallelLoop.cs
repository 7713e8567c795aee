using System.Runtime.ExceptionServices;

namespace SpanLinalg.Lora;

/// <summary>Independent pieces of work side by side, whose failures are thrown as they would be one by one.</summary>
internal static class ParallelLoop
{
    /// <summary>Does something for each index from 0 up.</summary>
    /// <param name="count">How often.</param>
    /// <param name="body">What; called on several threads at a time.</param>
    /// <param name="threads">The most threads to use; 0 for one per core.</param>
    /// <remarks>The pieces fail for the same reasons, one by one, so the first of several exceptions says it.</remarks>
    public static void Run(int count, Action<int> body, int threads = 0)
    {
        int workers = threads == 0 ? Environment.ProcessorCount : threads;
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = workers }, body);
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.Flatten().InnerExceptions[0]);
        }
    }
}
