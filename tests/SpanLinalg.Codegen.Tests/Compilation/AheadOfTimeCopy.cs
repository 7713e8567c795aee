using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using System.Text;

namespace SpanLinalg.Codegen.Tests;

/// <summary>
/// A copy of the core that a compiler working ahead of time compiles as the JIT compiles the original.
/// </summary>
/// <remarks>
/// Two things are decided by the JIT alone, on the machine where the code runs. The copy has them decided.
/// </remarks>
internal sealed class AheadOfTimeCopy : IDisposable
{
    private readonly byte[] _image;
    private readonly PEReader _reader;
    private readonly MetadataReader _metadata;

    private AheadOfTimeCopy(string assembly)
    {
        _image = File.ReadAllBytes(assembly);
        _reader = new PEReader(new MemoryStream(File.ReadAllBytes(assembly)));
        _metadata = _reader.GetMetadataReader();
    }

    public static void Write(string assembly, string copy)
    {
        using AheadOfTimeCopy edited = new(assembly);
        edited.CompileAlso(MethodImplOptions.AggressiveOptimization);
        edited.Rename("MultiplyAddEstimate", "FusedMultiplyAdd");
        File.WriteAllBytes(copy, edited._image);
    }

    public void Dispose() => _reader.Dispose();

    /// <summary>
    /// Crossgen2 leaves methods with this flag to the JIT, though it fully optimises every method anyway.
    /// </summary>
    private void CompileAlso(MethodImplOptions flag)
    {
        // The columns of MethodDef: four bytes of RVA, then the flags (ECMA-335, II.22.26).
        int row = _reader.PEHeaders.MetadataStartOffset + _metadata.GetTableMetadataOffset(TableIndex.MethodDef);
        foreach (MethodDefinitionHandle method in _metadata.MethodDefinitions)
        {
            MethodImplAttributes flags = _metadata.GetMethodDefinition(method).ImplAttributes;
            flags &= ~(MethodImplAttributes)flag;
            BitConverter.TryWriteBytes(_image.AsSpan(row + sizeof(int)), (ushort)flags);
            row += _metadata.GetTableRowSize(TableIndex.MethodDef);
        }
    }

    /// <summary>
    /// Whether <c>MultiplyAddEstimate</c> rounds once or twice is left open ahead of time, and it becomes a call. The
    /// JIT makes the same instruction of it as of <c>FusedMultiplyAdd</c> on all processors that are looked at here.
    /// </summary>
    private void Rename(string member, string substitute)
    {
        ReadOnlySpan<byte> old = Encoding.UTF8.GetBytes($"\0{member}\0");
        Span<byte> heap = _image.AsSpan(
            _reader.PEHeaders.MetadataStartOffset + _metadata.GetHeapMetadataOffset(HeapIndex.String),
            _metadata.GetHeapSize(HeapIndex.String)
        );
        int place = heap.IndexOf(old);
        if (place < 0)
        {
            throw new InvalidOperationException($"Nothing in the assembly is called {member}.");
        }
        heap.Slice(place, old.Length).Clear();
        Encoding.UTF8.GetBytes(substitute, heap[(place + 1)..]);
    }
}
