using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using System.Text;

namespace SpanLinalg.Codegen.Tests;

/// <summary>A copy of the core that a compiler working ahead of time compiles as the JIT compiles the original.</summary>
/// <remarks>Three things are decided by the JIT alone, on the machine where the code runs. The copy has them decided.</remarks>
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

    public static void Write(string assembly, string copy, TargetProcessor target)
    {
        using AheadOfTimeCopy edited = new(assembly);
        edited.CompileAlso(MethodImplOptions.AggressiveOptimization);
        edited.Rename("MultiplyAddEstimate", "FusedMultiplyAdd");
        if (!target.IsX64)
        {
            edited.DenySupportOf("System.Runtime.Intrinsics.X86");
        }
        File.WriteAllBytes(copy, edited._image);
    }

    public void Dispose() => _reader.Dispose();

    /// <summary>Crossgen2 leaves methods with this flag to the JIT, though it fully optimises every method anyway.</summary>
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
    /// Whether <c>MultiplyAddEstimate</c> rounds once or twice is left open ahead of time, and it becomes a call. The JIT makes
    /// the same instruction of it as of <c>FusedMultiplyAdd</c> on all processors that are looked at here.
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

    /// <summary>
    /// The framework on an x64 machine answers whether SSE is supported with the question itself, which an x64 compiler
    /// resolves and another one does not: so the answer, no, stands in place of the question.
    /// </summary>
    private void DenySupportOf(string instructionSets)
    {
        HashSet<int> questions =
        [
            .. _metadata
                .MemberReferences.Where(handle => IsQuestion(_metadata.GetMemberReference(handle), instructionSets))
                .Select(handle => MetadataTokens.GetToken(handle)),
        ];
        foreach (MethodDefinitionHandle method in _metadata.MethodDefinitions)
        {
            int address = _metadata.GetMethodDefinition(method).RelativeVirtualAddress;
            if (address == 0)
            {
                continue;
            }

            MethodBodyBlock body = _reader.GetMethodBody(address);
            int size = body.GetILReader().Length;
            Span<byte> code = _image.AsSpan(FileOffset(address) + HeaderSize(_image[FileOffset(address)]), size);
            for (int i = 0; i + 5 <= code.Length; i++)
            {
                if (code[i] == (byte)ILOpCode.Call && questions.Contains(BitConverter.ToInt32(code[(i + 1)..])))
                {
                    code.Slice(i, 5).Clear(); // no operation
                    code[i] = (byte)ILOpCode.Ldc_i4_0;
                }
            }
        }
    }

    private bool IsQuestion(MemberReference member, string instructionSets)
    {
        if (_metadata.GetString(member.Name) != "get_IsSupported" || member.Parent.Kind != HandleKind.TypeReference)
        {
            return false;
        }
        TypeReference type = _metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
        while (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            type = _metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
        }
        return _metadata.GetString(type.Namespace) == instructionSets;
    }

    // A tiny header is one byte, a fat one twelve; the two lowest bits tell them apart (ECMA-335, II.25.4).
    private static int HeaderSize(byte first) => (first & 3) == 2 ? 1 : 12;

    private int FileOffset(int address)
    {
        SectionHeader section = _reader.PEHeaders.SectionHeaders[_reader.PEHeaders.GetContainingSectionIndex(address)];
        return address - section.VirtualAddress + section.PointerToRawData;
    }
}
