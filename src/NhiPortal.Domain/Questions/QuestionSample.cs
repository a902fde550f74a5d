using System.Security.Cryptography;
using System.Text.Json;

namespace NhiPortal.Domain.Questions;

/// <summary>What a sample was drawn of: a question as it was asked, and its population at that moment.</summary>
/// <param name="Key">The question's name for ever.</param>
/// <param name="Version">Which wording of it.</param>
/// <param name="Address">What it was narrowed to, as the page's address says it.</param>
/// <param name="Words">The same in words.</param>
public sealed record SampledQuestion(string Key, int Version, string Address, string Words)
{
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset Until { get; init; }
    public required int Population { get; init; }
    public required string PopulationSha256 { get; init; }
}

/// <summary>A random sample of the answers to a question, kept as it was drawn, with the seed that draws it again.</summary>
public sealed class QuestionSample
{
    public const int MostLines = 200, UsualLines = 25, LongestSeed = 60, LongestAddress = 2000;

    private QuestionSample() { }

    public QuestionSampleId Id { get; private set; }
    public string Question { get; private set; } = "";
    public int QuestionVersion { get; private set; }
    public string Address { get; private set; } = "";
    public string Words { get; private set; } = "";
    public DateTimeOffset From { get; private set; }
    public DateTimeOffset Until { get; private set; }
    public int Population { get; private set; }
    public string PopulationSha256 { get; private set; } = "";
    public string Seed { get; private set; } = "";
    public PersonId DrawnById { get; private set; }
    public string DrawnBy { get; private set; } = "";
    public DateTimeOffset DrawnAt { get; private set; }

    /// <summary>The tenants its drawer could see, in order; null is every tenant.</summary>
    public IReadOnlyList<TenantId>? Sees { get; private set; }

    public int Size { get; private set; }
    public IReadOnlyList<QuestionLine> Lines { get; private set; } = [];

    /// <summary>Of the lines, as the log repeats it: a line that was changed here does not fit the log any more.</summary>
    public string Sha256 { get; private set; } = "";

    public static QuestionSample Keep(Actor by, PersonId person, SampledQuestion of, string seed, IReadOnlyList<QuestionLine> lines, DateTimeOffset now) => new()
    {
        Id = Domain.Id.New<QuestionSampleId>(now),
        Question = of.Key,
        QuestionVersion = of.Version,
        Address = of.Address,
        Words = of.Words,
        From = of.From,
        Until = of.Until,
        Population = of.Population,
        PopulationSha256 = of.PopulationSha256,
        Seed = seed,
        DrawnById = person,
        DrawnBy = by.Name,
        DrawnAt = now,
        Sees = by.Tenants is null ? null : [.. by.Tenants.OrderBy(tenant => tenant.Value)],
        Size = lines.Count,
        Lines = lines,
        Sha256 = HashOf(lines),
    };

    /// <summary>The lines are those that were drawn.</summary>
    public bool IsIntact => HashOf(Lines) == Sha256;

    /// <summary>Whether an actor sees at least what its drawer saw.</summary>
    public bool IsFor(Actor actor) => actor.Tenants is null || (Sees is not null && Sees.All(actor.SeesTenant));

    private static string HashOf(IReadOnlyList<QuestionLine> lines) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(lines)));
}
