namespace NhiPortal.Features.Requests;

/// <summary>The address of the accountability record of what one request led to.</summary>
public static class RecordLink
{
    public static string Of(Guid request) => $"/actions/{request}";
}
