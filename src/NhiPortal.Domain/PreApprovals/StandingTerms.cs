using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Policy;

namespace NhiPortal.Domain.PreApprovals;

/// <summary>What makes a request one for a standing pre-approval: what it is called, how often it may answer, and until when.</summary>
public sealed record StandingTerms(string Name, int Uses, int PerDay, DateTimeOffset Until)
{
    public const int MostUses = 1000, MostPerDay = 100;

    public static Result<StandingTerms> Create(string? name, int uses, int perDay, int days, DateTimeOffset now)
    {
        var called = Text.Required(name, "The name of the pre-approval", Text.Key, 3);
        if (!called.Succeeded)
            return called.Refusal;
        if (uses is < 1 or > MostUses || perDay is < 1 or > MostPerDay || perDay > uses)
            return new Refusal("standing_uses", $"A standing pre-approval answers 1 to {MostUses} times in all and 1 to {MostPerDay} times a day, never more often a day than in all.");
        return days is < 1 or > ApprovalPolicy.LongestStandingDays
            ? new Refusal("standing_days", $"A standing pre-approval lasts from 1 to {ApprovalPolicy.LongestStandingDays} days.")
            : new StandingTerms(called.Value, uses, perDay, now.AddDays(days));
    }

    /// <summary>Never the hash of a call: whoever agrees to one action agrees to no standing permission, and the other way round.</summary>
    public string Bind(string call) => Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.ToBytes(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
    {
        ["call"] = call,
        ["name"] = Name,
        ["per_day"] = PerDay.ToString(CultureInfo.InvariantCulture),
        ["until"] = Until.UtcTicks.ToString(CultureInfo.InvariantCulture),
        ["uses"] = Uses.ToString(CultureInfo.InvariantCulture),
    }))));
}
