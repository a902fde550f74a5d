using System.Globalization;

namespace NhiPortal.Features.Questions;

/// <summary>What the record says of a question: which, in which version, asked how, and how many answered it.</summary>
internal static class QuestionNotes
{
    public static Dictionary<string, string?> Facts(IAuditQuestion question, string address, long population) => new()
    {
        ["question"] = question.Key,
        ["version"] = question.Version.ToString(CultureInfo.InvariantCulture),
        ["address"] = address,
        ["population"] = population.ToString(CultureInfo.InvariantCulture),
    };
}
