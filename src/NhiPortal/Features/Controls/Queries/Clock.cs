namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether clocks agree.</summary>
public sealed class Clock : IEvidenceQuery
{
    public string Name => "clock";

    public string Measures => "How far the clocks of application, database and time stamps differ.";

    public string Fix => "Nothing can be done about it in the portal today.";

    public Evidence Of(EvidenceScope scope) => Evidence.Missing("The portal does not measure clocks.");
}
