namespace NhiPortal.Domain;

/// <summary>Identifies a <see cref="Questions.QuestionSample"/>.</summary>
public readonly record struct QuestionSampleId(Guid Value) : IId<QuestionSampleId>
{
    public static QuestionSampleId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}
