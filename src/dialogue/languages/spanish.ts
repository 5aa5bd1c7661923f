import { ended } from './ended';
import { enumerate } from './enumerate';
import { hourBefore } from './hour-before';
import type { Language } from './language';

/**
 * Spanish, with *usted*, which suits every country. Its sentences do without á, í, ó and ú: the alphabet of SMS
 * lacks them, and one makes a message as long as two. Thousands and decimals may have either sign, as countries
 * differ.
 */
export const spanish: Language = {
  locale: 'es',
  hears: {
    back: [
      'VOLVER',
      'atrás',
      'volver atrás',
      'ir atrás',
      'regresar',
      'regresa',
      'anterior',
      'la anterior',
      'pregunta anterior',
      'back',
    ],
    restart: [
      'REINICIAR',
      'reinicia',
      'empezar de nuevo',
      'volver a empezar',
      'comenzar de nuevo',
      'desde el principio',
      'restart',
    ],
    skip: ['OMITIR', 'omite', 'saltar', 'saltar pregunta', 'saltar esta pregunta', 'skip'],
    exit: ['SALIR', 'salir de aquí', 'exit'],

    yes:
      'si|s|sip|sí señor|sí quiero|claro|claro que sí|por supuesto|desde luego|vale|dale|va|sale|órale|ándale|de acuerdo|' +
      'correcto|es correcto|exacto|así es|eso es|está bien|perfecto|afirmativo|acepto|confirmo|lo confirmo|confirmar|confirmado|confirmada|estoy de acuerdo|cierto|' +
      'ok|okay|okey|oki|k|yes|yep|👍|👌|✅|✔|☑|💯',
    no:
      'no|n|nop|nope|nel|no quiero|claro que no|para nada|de ninguna manera|ahora no|todavía no|aún no|mejor no|nunca|' +
      'incorrecto|falso|no es correcto|no está bien|' +
      'no confirmo|no lo confirmo|no confirmar|no confirmado|no confirmada|no acepto|no estoy de acuerdo|no es cierto|👎|❌|✖|🚫',
    polite:
      'por favor|porfavor|porfa|porfis|xfa|xfavor|pf|pfv|gracias|muchas gracias|mil gracias|saludos|un saludo',

    choosing:
      'el|la|los|las|lo|un|una|unos|unas|opción|número|num|letra|respuesta|quiero|quisiera|me gustaría|prefiero|elijo|escojo|vamos con|a las|este|esta|sí|ok|vale|claro|' +
      'dame|deme|póngame|mejor|para mí',
    chosen: 'está bien|me va bien|me viene bien|me parece bien|estaría bien|me sirve|para mí',
    between: 'o|u|y|e|&|/|+',
    ordinals:
      'primero primera primer|segundo segunda|tercero tercera tercer|cuarto cuarta|quinto quinta|sexto sexta|séptimo séptima|' +
      'octavo octava|noveno novena|décimo décima|undécimo undécima|duodécimo duodécima',
    last: 'último|última',
    ordinalEndings: 'er|ro|ra|do|da|to|ta|mo|ma|vo|va|no|na|o|a',
    ones: 'opción|respuesta',

    numbers:
      'cero|uno un una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciséis|diecisiete|' +
      'dieciocho|diecinueve|veinte|veintiuno veintiún veintiuna|veintidós|veintitrés|veinticuatro|veinticinco|veintiséis|' +
      'veintisiete|veintiocho|veintinueve',
    tens: 'treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa',
    compound: (tens, ones) => `${tens} y ${ones}|${tens}${ones}`,
    dozens: {
      'media docena': 6,
      'una docena': 12,
      '1 docena': 12,
      'dos docenas': 24,
      '2 docenas': 24,
      'tres docenas': 36,
      '3 docenas': 36,
    },
    counting:
      'quiero|queremos|quisiera|quisiéramos|necesito|necesitamos|dame|deme|ponme|póngame|serían|que sean|' +
      'somos|seremos|vamos|vamos a ser|hay|son|es|tengo|solo|para|mesa para|una mesa para|en total|exactamente',
    inexact:
      'o|u|y|a|más|menos|no|si|media|medio|ciento|docena|docenas|cien|cientos|mil|millón|millones|k|x|veces|par|pares|am|pm|a.m|p.m|mediodía|medianoche|' +
      's|seg|segundo|segundos|min|minuto|minutos|h|hora|horas|día|días|semana|semanas|mes|meses|año|años|momento|momentito',
    decimal: '.,',
    thousands: ' .,',
    dates: {
      clock: '12/24',
      rewrite: [
        [/^mar\b/g, 'martes'],
        [/(?<!las )\b(\d{1,2}(?::\d\d)?) ?([ap]m)\b/g, 'a las $1$2'],
        [/pasado ma[ñn]ana/g, 'en 2 días'],
        [/\besta (?=tarde|noche)/g, 'hoy por la '],
        [/\besta (?=medianoche)/g, ''],
        [/\b(?:a )?las 12 de la noche\b|\bpor la noche a las 12$/g, 'a medianoche'],
        // chrono-node loses a day that comes behind it.
        [/^mediod[ií]a (?:del? |el )?(.+)/g, '$1 al mediodía'],
        [/\ben media hora\b/g, 'en 30 minutos'],
        [/(\S+) pasado$/g, 'pasado $1'],
        [/\b(\d{1,2}) y media\b/g, '$1:30'],
        [/\b(\d{1,2}) y cuarto\b/g, '$1:15'],
        [/\b(?:hoy )?por la noche a las 12:(\d\d)\b|\b(?:a )?las 12:(\d\d) de la noche\b/g, 'a las 0:$1$2'],
        [/\b(\d{1,2}) menos cuarto\b/g, (_, hour) => `${hourBefore(hour)}:45`],
        [/\b(\d{1,2}) ?h ?(\d\d)\b/g, '$1:$2'],
        [/(?<!\b(?:en|de) )\b(\d{1,2}) ?(?:h|hs|hrs|horas)\b/g, '$1:00'],
      ],
      dayOfMonth: /\b(?:el )?(?:(?:el|día|dia) )\d{1,2}\b(?! de |[:/.\d])/,
      next: /\bpr[óo]xim[oa] (?!semana|mes|año)|que viene/,
      week: /\bsemana\b/,
      past: /\bpasado /,
      vague: /\b(?:semana|mes|año)\b/,
      morning: /\b(?:de|por|en|a) la (?:mañana|manana|madrugada)/,
      afternoon: /\b(?:de|por|en|a) la (?:tarde|noche)\b/,
      around:
        'el|la|las|a|al|a las|de|del|este|esta|para|para el|que viene|en|quiero|quisiera|mejor|qué tal|qué tal el',
      at: 'a las',
    },
  },
  says: {
    apology: 'Lo sentimos, algo ha fallado. Por favor, escriba eso otra vez.',
    tooLong: (back) =>
      ended(
        `Lo sentimos, es demasiado para guardarlo. Por favor, responda con menos palabras${back ? ` o mande ${back}` : ''}`,
      ),
    tooMany: 'Han llegado muchos mensajes seguidos. Por favor, espere una hora y escriba de nuevo.',
    optedOut: 'Ya no le enviaremos mensajes. Mande START para volver a recibirlos.',
    optedIn: 'Desde ahora recibe otra vez nuestros mensajes. Mande STOP para dejar de recibirlos.',
    help: 'Este servicio contesta solo. Mande STOP para dejar de recibir mensajes.',

    changed: 'Nuestras preguntas han cambiado. Seguimos desde este punto.',
    stands: (restart) =>
      `Nuestras preguntas han cambiado. Lo que ya se hizo sigue en pie.${restart ? ` Mande ${restart} para empezar de nuevo.` : ''}`,
    startOver: 'Lo sentimos, tenemos que empezar de nuevo.',
    firstQuestion: 'Esta es la primera pregunta.',
    cannotTakeBack: 'Eso ya se hizo y no se puede deshacer.',
    gaveUp: 'Vamos a dejarlo. Escriba de nuevo cuando quiera.',
    left: 'De acuerdo, lo dejamos.',
    correct: (back) => `Mande ${back} para corregir una respuesta.`,
    skip: (skip) => ended(`O mande ${skip}`),

    inWords: 'Por favor, responda con palabras.',
    picture: 'Por favor, mande una foto.',
    tooManyCharacters: (limit) => `Por favor, responda con ${limit} caracteres como mucho.`,
    yesOrNo: 'Por favor, responda SI o NO.',
    oneOf: (last) => {
      if (last === undefined) return 'Por favor, responda con una de estas opciones.';
      return `Por favor, responda ${/\d/.test(last) ? 'del 1 al' : 'con una letra de la A a la'} ${last}, o con la palabra.`;
    },
    either: (meanings) => `¿Se refiere a ${enumerate(meanings, 'o')}?`,
    wholeNumber: (min, max) => {
      if (min === -Infinity && max === Infinity) return 'Por favor, responda con una cantidad entera.';
      if (max === Infinity) return `Por favor, responda con una cantidad entera, al menos ${min}.`;
      if (min === -Infinity) return `Por favor, responda con una cantidad entera, ${max} o menos.`;
      return `Por favor, responda con una cantidad entera, del ${min} al ${max}.`;
    },
    doesNotMatch: 'Eso no parece correcto.',
    email: 'Por favor, responda con un correo, por ejemplo nombre@example.com.',
    phoneNumber: (example) =>
      ended(`Por favor, responda con un teléfono${example ? `, por ejemplo ${example}` : ''}`),
    dateTime: (time) => ended(`Por favor, responda con la fecha y la hora, por ejemplo mañana a las ${time}`),
    date: 'Por favor, responda con una fecha, por ejemplo mañana o 24/12.',
    time: (time) => ended(`Por favor, responda con una hora, por ejemplo ${time}`),
    past: 'Eso ya ha pasado. Por favor, elija algo posterior.',
    noSuchDay: 'Esa fecha no coincide con el calendario. Por favor, elija otra.',
    whatYear: 'Por favor, indique también el año.',
    whatTime: (time) => ended(`Por favor, indique también la hora, por ejemplo mañana a las ${time}`),
    noSuchTime: 'En ese momento se adelanta el reloj y esa hora no existe. Por favor, elija otra.',
    hours: (from, to) => ended(`Por favor, elija una hora de ${from} a ${to}`),
  },
};
