namespace NhiPortal.Features.Evidence;

/// <summary>The page that checks a package in any browser without a network; it goes into every package.</summary>
internal static class VerifyPage
{
    public static byte[] Bytes { get; } = Read();

    private static byte[] Read()
    {
        using var stream = typeof(VerifyPage).Assembly.GetManifestResourceStream("verify.html")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
