namespace SpanLinalg.Lora;

/// <summary>The element types of the safetensors format.</summary>
public enum SafetensorsType
{
    /// <summary>BOOL, one byte.</summary>
    Boolean,

    /// <summary>U8.</summary>
    U8,

    /// <summary>I8.</summary>
    I8,

    /// <summary>F8_E4M3.</summary>
    F8E4M3,

    /// <summary>F8_E5M2.</summary>
    F8E5M2,

    /// <summary>I16.</summary>
    I16,

    /// <summary>U16.</summary>
    U16,

    /// <summary>F16, IEEE binary16.</summary>
    F16,

    /// <summary>BF16, the upper half of an IEEE binary32.</summary>
    BF16,

    /// <summary>I32.</summary>
    I32,

    /// <summary>U32.</summary>
    U32,

    /// <summary>F32, IEEE binary32.</summary>
    F32,

    /// <summary>I64.</summary>
    I64,

    /// <summary>U64.</summary>
    U64,

    /// <summary>F64, IEEE binary64.</summary>
    F64,
}

/// <summary>Names and sizes of <see cref="SafetensorsType"/>.</summary>
public static class SafetensorsTypeExtensions
{
    /// <summary>Bytes per element.</summary>
    /// <param name="type">The type.</param>
    public static int Size(this SafetensorsType type) =>
        type switch
        {
            <= SafetensorsType.F8E5M2 => 1,
            <= SafetensorsType.BF16 => 2,
            <= SafetensorsType.F32 => 4,
            _ => 8,
        };

    /// <summary>The name that the file's header uses.</summary>
    /// <param name="type">The type.</param>
    public static string FormatName(this SafetensorsType type) =>
        type switch
        {
            SafetensorsType.Boolean => "BOOL",
            SafetensorsType.F8E4M3 => "F8_E4M3",
            SafetensorsType.F8E5M2 => "F8_E5M2",
            _ => type.ToString(),
        };

    internal static bool TryParse(string name, out SafetensorsType type)
    {
        foreach (SafetensorsType candidate in Enum.GetValues<SafetensorsType>())
        {
            if (candidate.FormatName() == name)
            {
                type = candidate;
                return true;
            }
        }
        type = default;
        return false;
    }
}
