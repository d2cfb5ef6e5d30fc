import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { TaxStatus } from '../../bot/domain/words.ts';
import type { CoordinatorPage } from '../../bot/liff-api/contract.ts';
import { useAct } from '../hooks/use-act.ts';
import { say } from '../hooks/use-said.ts';
import { usePagesWords, useStaffWords } from '../hooks/use-more-words.ts';
import { satangFrom, todayIn } from '../text/format.ts';
import type { StaffWords } from '../text/staff/th.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import type { FieldError } from '../ui/error-summary.tsx';
import { Field, SelectField } from '../ui/field.tsx';
import { Problem } from '../ui/problem.tsx';

/** The usual campaign of the cities served; each number can be changed. */
const USUAL = {
  name: '',
  faceValue: '40',
  perGrant: '14',
  fee: '20',
  startsOn: '',
  endsOn: '',
  purpose: '',
  permitNo: '',
  target: '',
  taxStatus: 'none' as TaxStatus,
};
type Form = typeof USUAL;

const TAX_CHOICES = ['none', '1x', 'edonation'] as const;
const PURPOSE_MAX = 600;

function freshForm(): Form {
  return { ...USUAL, startsOn: todayIn(Date.now()) };
}

function problemsOf(form: Form, words: StaffWords['coordinator']): FieldError[] {
  const name = form.name.trim().length;
  const checks: [boolean, string, string][] = [
    [name >= 3 && name <= 60, 'campaign-name', words.nameWrong],
    [(satangFrom(form.faceValue) ?? 0) > 0, 'face-value', words.amountWrong],
    [/^[1-9]\d{0,3}$/u.test(form.perGrant.trim()), 'per-grant', words.countWrong],
    [satangFrom(form.fee) !== undefined, 'fee', words.amountWrong],
    [form.target.trim() === '' || (satangFrom(form.target) ?? 0) > 0, 'target', words.amountWrong],
    [form.startsOn !== '', 'starts-on', words.dateWrong],
    [form.endsOn !== '' && form.endsOn >= form.startsOn, 'ends-on', words.dateWrong],
  ];
  return checks.flatMap(([right, field, sentence]) => (right ? [] : [{ field, words: sentence }]));
}

function bodyOf(form: Form) {
  return {
    name: form.name.trim(),
    faceValueSatang: satangFrom(form.faceValue) ?? 0,
    couponsPerGrant: Number(form.perGrant),
    deliveryFeeSatang: satangFrom(form.fee) ?? 0,
    startsOn: form.startsOn,
    endsOn: form.endsOn,
    purpose: form.purpose.trim(),
    ...(form.permitNo.trim() === '' ? {} : { permitNo: form.permitNo.trim() }),
    ...(form.target.trim() === '' ? {} : { targetSatang: satangFrom(form.target) ?? 0 }),
    taxStatus: form.taxStatus,
  };
}

export function NewCampaign({ onChange }: { onChange: (page: CoordinatorPage) => void }): JSX.Element {
  const pages = usePagesWords();
  const { coordinator: words } = useStaffWords();
  const act = useAct();
  const [form, setForm] = useState(freshForm);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const save = () => {
    const problems = problemsOf(form, words);
    setErrors(problems);
    if (problems.length > 0) return;
    void act.run('/api/coordinator/campaigns', bodyOf(form), (page) => {
      setForm(freshForm());
      say(words.campaignToast);
      onChange(page);
    });
  };
  return (
    <Card title={words.newCampaign}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <ErrorSummary title={pages.problemTitle} errors={errors} />
        <CampaignFields form={form} errors={errors} onChange={setForm} />
        <CampaignStory form={form} errors={errors} onChange={setForm} />
        <Problem words={act.problem} />
        <Button wide type="submit" busy={act.busy}>
          {words.campaignSave}
        </Button>
      </form>
    </Card>
  );
}

interface FieldsProps {
  form: Form;
  errors: FieldError[];
  onChange: (form: Form) => void;
}

function CampaignFields({ form, errors, onChange }: FieldsProps): JSX.Element {
  const { coordinator: words } = useStaffWords();
  const field = (id: string, name: keyof Form) => ({
    id,
    value: form[name],
    error: errors.find((error) => error.field === id)?.words,
    onInput: (value: string) => onChange({ ...form, [name]: value }),
  });
  return (
    <>
      <Field {...field('campaign-name', 'name')} label={words.campaignName} />
      <div class="two">
        <Field {...field('face-value', 'faceValue')} label={`${words.faceValue} (${words.baht})`} inputMode="decimal" />
        <Field {...field('per-grant', 'perGrant')} label={words.perGrant} inputMode="numeric" />
      </div>
      <Field {...field('fee', 'fee')} label={`${words.fee} (${words.baht})`} inputMode="decimal" />
      <div class="two">
        <Field {...field('starts-on', 'startsOn')} label={words.from} type="date" />
        <Field {...field('ends-on', 'endsOn')} label={words.to} type="date" />
      </div>
    </>
  );
}

/** What donors read on the public page; none of it has to be known on the first day. */
function CampaignStory({ form, errors, onChange }: FieldsProps): JSX.Element {
  const { coordinator: words } = useStaffWords();
  return (
    <>
      <div class="field">
        <label for="purpose">{words.purpose}</label>
        <p id="purpose-hint" class="soft small">
          {words.purposeHint}
        </p>
        <textarea
          id="purpose"
          rows={3}
          maxLength={PURPOSE_MAX}
          value={form.purpose}
          aria-describedby="purpose-hint"
          onInput={(event) => onChange({ ...form, purpose: event.currentTarget.value })}
        />
      </div>
      <Field
        id="target"
        label={`${words.target} (${words.baht})`}
        hint={words.targetHint}
        inputMode="decimal"
        value={form.target}
        error={errors.find((error) => error.field === 'target')?.words}
        onInput={(target) => onChange({ ...form, target })}
      />
      <Field id="permit" label={words.permitNo} value={form.permitNo} onInput={(permitNo) => onChange({ ...form, permitNo })} />
      <SelectField
        id="tax"
        label={words.taxStatus}
        value={form.taxStatus}
        choices={TAX_CHOICES.map((value) => ({ value, words: words.taxStatuses[value] }))}
        onChoose={(taxStatus) => onChange({ ...form, taxStatus })}
      />
    </>
  );
}
